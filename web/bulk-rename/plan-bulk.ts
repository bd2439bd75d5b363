import type { JobOptions } from '../../src/http/schemas/job.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { lowerExtension, splitFileName } from '../../src/names/file-name.ts';
import { cutText } from '../../src/names/measure-text.ts';
import { nameKey } from '../../src/names/name-key.ts';
import { numberPhotos } from '../../src/names/number-photos.ts';
import { planHash } from '../../src/names/plan-hash.ts';
import type { PlanOptions, PlanRow } from '../../src/names/plan-renames.ts';
import { planShots, shotOf } from '../../src/names/plan-shots.ts';
import { createStemRenderer } from '../../src/names/render-stem.ts';
import { legalStem } from '../../src/names/stem-pieces.ts';
import { tellingWords } from '../../src/names/tell-apart.ts';
import { styleOf, type NameValues } from '../../src/names/template.ts';
import { nameValues, type CountryNames } from '../rename/name-values.ts';

export type Template = JobOptions['template'];
export type BulkStatus = 'ok' | 'unchanged' | 'sameName' | 'tooLong' | 'noName' | 'leftOut';

export interface BulkRow {
  photo: Photo;
  /** What the photo is called afterwards; for a row in the way, what was wished for. */
  to: string;
  status: BulkStatus;
  /** Others with the same name, or letters too many. */
  number: number;
  edited: boolean;
  /** Not left out; a row that keeps its name to make way for another is ticked all the same. */
  ticked: boolean;
}

export interface BulkWish {
  photos: readonly Photo[];
  /** What is known of each photo, from `valuesOf`. */
  values: readonly NameValues[];
  /** Of each photo, from `renderStems`. */
  stems: readonly string[];
  template: Template;
  /** Stems typed by hand; they stand above the template. */
  edits: ReadonlyMap<string, string>;
  leftOut: ReadonlySet<string>;
  /** Names of photos outside the choice. */
  taken: ReadonlySet<string>;
}

export interface BulkPlan {
  rows: readonly BulkRow[];
  counts: Record<BulkStatus, number>;
  /** Rows that must be mended or left out first. */
  problems: number;
}

/** What is known of each photo, read once for all templates. */
export function valuesOf(photos: readonly Photo[], countryNames: CountryNames): readonly NameValues[] {
  return photos.map((photo) => nameValues(photo, photo.analysis?.language ?? 'en', countryNames));
}

/** What the template gives each photo, as the server would. The slow part: done again only for another template. */
export function renderStems(
  photos: readonly Photo[],
  values: readonly NameValues[],
  template: Template,
): readonly string[] {
  const stemOf = createStemRenderer(template);
  const counted = photos.map((photo, at) => ({
    folder: photo.folder,
    name: photo.name,
    shot: shotIn(photo),
    takenLocal: values[at]?.takenLocal ?? null,
  }));
  const places = numberPhotos(counted, template);
  return values.map((each, at) => stemOf(each, places[at] ?? { position: at, total: values.length }));
}

export function planBulk(wish: BulkWish): BulkPlan {
  return bulkPlanOf(plan(wish), wish);
}

/** What tells the server whether it would do exactly what is shown. */
export function hashOf(wish: BulkWish): string {
  return planHash(plan(wish));
}

export function onConflictOf({ sameNames }: Template): PlanOptions['onConflict'] {
  return sameNames === 'ask' ? 'fail' : sameNames;
}

export function bulkPlanOf(planned: readonly PlanRow[], wish: BulkWish): BulkPlan {
  const counts = { ok: 0, unchanged: 0, sameName: 0, tooLong: 0, noName: 0, leftOut: 0 };
  // A plan made here has the order of the photos; the server's may lack some.
  const byId = once(() => new Map(planned.map((row) => [row.photoId, row])));
  const rows = wish.photos.flatMap((photo, at): BulkRow[] => {
    const row = planned[at]?.photoId === photo.id ? planned[at] : byId().get(photo.id);
    if (!row) return [];
    const status = statuses[row.status];
    counts[status] += 1;
    const edited = wish.edits.has(photo.id);
    const ticked = !wish.leftOut.has(photo.id);
    return [{ photo, to: row.to, status, number: numberIn(row), edited, ticked }];
  });
  return { rows, counts, problems: counts.sameName + counts.tooLong + counts.noName };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

const statuses: Record<PlanRow['status'], BulkStatus> = {
  ok: 'ok',
  unchanged: 'unchanged',
  collision: 'sameName',
  too_long: 'tooLong',
  illegal: 'noName',
  skipped: 'leftOut',
};

function plan(wish: BulkWish): readonly PlanRow[] {
  const { photos, values, stems, template, edits, leftOut, taken } = wish;
  const style = styleOf(template);
  const wishes = photos.map((photo, at) => {
    const typed = edits.get(photo.id);
    return {
      photoId: photo.id,
      folder: photo.folder,
      from: photo.name,
      extension: extensionOf(photo),
      stem: typed === undefined ? (stems[at] ?? '') : legalStem(typed, style.target),
      locked: leftOut.has(photo.id),
      shot: shotIn(photo),
      typed: typed !== undefined,
      telling: () => {
        const known = values[at];
        return known === undefined ? [] : tellingWords(known, style);
      },
    };
  });
  return planShots(wishes, (folder, key) => taken.has(placeOf(folder, key)), {
    ...style,
    onConflict: onConflictOf(template),
  }).rows;
}

/** Names that photos outside the choice have now. */
export function takenBy(others: Iterable<Photo>, chosen: ReadonlySet<string>): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const photo of others) {
    if (chosen.has(photo.id)) continue;
    const { stem, extension } = splitFileName(photo.name);
    taken.add(placeOf(photo.folder, nameKey(stem, extension)));
  }
  return taken;
}

const shotIn = ({ stack, originalName }: Photo) => shotOf(stack?.id ?? null, originalName);
const placeOf = (folder: string, key: string) => `${folder}\n${key}`;
const extensionOf = (photo: Photo) => lowerExtension(splitFileName(photo.name).extension);
/** "Same name as 4 others", "Too long by 3": the number is all that the page takes from the sentence. */
const numberIn = ({ problem }: PlanRow) =>
  problem === undefined ? 0 : Number(/\d+/u.exec(problem)?.[0] ?? 0);

/** A name that was typed too long, as far as it may go. */
export function shortened(stem: string, maxLength: number): string {
  return cutText(stem, { graphemes: maxLength }).replace(/[\s._-]+$/u, '');
}

const problemStatuses: ReadonlySet<BulkStatus> = new Set(['sameName', 'tooLong', 'noName']);
export const isProblem = (row: BulkRow): boolean => problemStatuses.has(row.status);

export type BulkFilter = 'all' | 'problems' | 'unchanged' | 'leftOut';

/** The rows to show, in the order of the photos; with `problemsFirst`, same names stand together. */
export function shownRows(
  rows: readonly BulkRow[],
  filter: BulkFilter,
  problemsFirst: boolean,
): readonly BulkRow[] {
  const fitting = rows.filter((row) => fits(row, filter));
  if (!problemsFirst) return fitting;
  const problems = fitting.filter(isProblem);
  const groups = Map.groupBy(problems, (row) => `${row.status} ${row.photo.folder}\n${row.to.toLowerCase()}`);
  return [...[...groups.values()].flat(), ...fitting.filter((row) => !isProblem(row))];
}

function fits(row: BulkRow, filter: BulkFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'problems':
      return isProblem(row);
    case 'unchanged':
    case 'leftOut':
      return row.status === filter;
    default:
      return filter satisfies never;
  }
}
