import type { JobOptions } from '../../src/http/schemas/job.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { cleanStem, lowerExtension, splitFileName } from '../../src/names/file-name.ts';
import { cutText } from '../../src/names/measure-text.ts';
import { nameKey } from '../../src/names/name-key.ts';
import { planHash, planRenames, type PlanRow } from '../../src/names/plan-renames.ts';
import { renderStem, type NameValues } from '../../src/names/template.ts';
import { nameValues, type CountryNames } from '../rename/name-values.ts';

export type Template = JobOptions['template'];
export type OnConflict = 'fail' | 'number' | 'skip';
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
  /** Of each photo, from `renderStems`. */
  stems: readonly string[];
  template: Template;
  /** Stems typed by hand; they stand above the template. */
  edits: ReadonlyMap<string, string>;
  leftOut: ReadonlySet<string>;
  onConflict: OnConflict;
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
export function renderStems(values: readonly NameValues[], template: Template): readonly string[] {
  const total = values.length;
  // A rendered stem is clean: cleaning it again, as is done with typed ones, would change nothing.
  return values.map((each, position) => renderStem({ template, values: each, position, total }));
}

export function planBulk(wish: BulkWish): BulkPlan {
  const planned = plan(wish, wish.onConflict);
  return bulkPlanOf(planned, wish);
}

/** What tells the server whether it would do exactly what is shown; same names are refused in it, whatever is then done about them. */
export function hashOf(wish: BulkWish): string {
  return planHash(plan(wish, 'fail'));
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

function plan(wish: BulkWish, onConflict: OnConflict): readonly PlanRow[] {
  const { photos, stems, template, edits, leftOut, taken } = wish;
  const wishes = photos.map((photo, at) => {
    const typed = edits.get(photo.id);
    return {
      photoId: photo.id,
      folder: photo.folder,
      from: photo.name,
      extension: extensionOf(photo),
      stem: typed === undefined ? (stems[at] ?? '') : cleanStem(typed, { dots: 'keep' }),
      locked: leftOut.has(photo.id),
    };
  });
  const { separator, maxLength } = template;
  return planRenames(wishes, (folder, key) => taken.has(placeOf(folder, key)), {
    onConflict,
    separator,
    maxLength,
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

const tellingApart = ['time', 'place', 'camera', 'original'] as const;

/** The pattern with one more part, the first that leaves the fewest same names; null where nothing known helps. */
export function apartPattern(wish: BulkWish, values: readonly NameValues[]): string | null {
  const { pattern } = wish.template;
  let best: { pattern: string; same: number } = { pattern, same: planBulk(wish).counts.sameName };
  for (const part of tellingApart) {
    if (best.same === 0 || pattern.includes(`{${part}`)) continue;
    const template = { ...wish.template, pattern: `${pattern} {${part}}` };
    const stems = renderStems(values, template);
    const same = planBulk({ ...wish, template, stems }).counts.sameName;
    if (same < best.same) best = { pattern: template.pattern, same };
  }
  return best.pattern === pattern ? null : best.pattern;
}
