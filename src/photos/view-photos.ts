import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { Exposure } from '../images/image-work.ts';
import { joinFileName, lowerExtension } from '../names/file-name.ts';
import type { NameSource, PhotoState, StoredAnswer, PhotoView, StoredState } from './photo.ts';
import { describeProblem } from './problems.ts';
import { readStacks, type StackView } from './read-stacks.ts';

export interface PhotoRow {
  id: string;
  folder: string;
  stem: string;
  extension: string;
  original_name: string;
  name_source: NameSource;
  name_rev: number;
  state: StoredState;
  created_at: Date;
  deleted_at: Date | null;
  seq: number;
  stack_id: string | null;
  media_type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  taken_local: string | null;
  taken_offset_min: number | null;
  camera: string | null;
  exposure: Exposure | null;
  city: string | null;
  country_code: string | null;
  thumbhash: Uint8Array | null;
  original_key: string | null;
  thumbnail_key: string | null;
  preview_key: string | null;
  prepare_error: string | null;
  prepare_detail: string | null;
  previous_name: string | null;
  job_id: string | null;
  item_status: string | null;
  item_name_rev: number | null;
  item_code: string | null;
  item_tries: number | null;
  item_detail: string | null;
  item_seq: number | null;
  suggested_stem: string | null;
  flags: string[] | null;
  answer: StoredAnswer | null;
  language: string | null;
  provider: string | null;
  model: string | null;
  seen_at: Date | null;
}

/**
 * Columns and joins of a photo's view for the rows `p` of a list of ids. The lateral joins carry `limit 1` so that
 * the planner looks each one up instead of joining everything the owner has (500 against 3,500 rows/s).
 */
export const photoColumns = `
  p.id, p.folder, p.stem, p.extension, p.original_name, p.name_source, p.name_rev, p.state, p.created_at, p.deleted_at, p.seq,
  p.stack_id,
  o.media_type, o.bytes, o.width, o.height, o.taken_local, o.taken_offset_min, o.camera, o.exposure, o.city, o.country_code,
  o.thumbhash, o.original_key, o.thumbnail_key, o.preview_key, o.prepare_error, o.prepare_detail,
  e.old as previous_name,
  i.job_id, i.status as item_status, i.name_rev as item_name_rev, i.code as item_code, i.claim_no as item_tries, i.detail as item_detail,
  i.newest_seq as item_seq, i.suggested_stem, i.flags,
  a.answer, a.language, a.provider, a.model, a.created_at as seen_at`;

// Of several items the live one speaks, else the one that waits for a person, else the newest. What any of them changed
// is news of the photo: its seq never goes back when another one speaks.
export const photoJoins = `
  cross join lateral (select * from rollcall.originals x
    where x.owner_id = p.owner_id and x.sha256 = p.sha256 limit 1) o
  left join lateral (select x.old from rollcall.rename_entries x
    where x.owner_id = p.owner_id and x.photo_id = p.id and p.name_source <> 'upload'
    order by x.name_rev desc limit 1) e on true
  left join lateral (select x.*, max(x.seq) over () as newest_seq from rollcall.job_items x join rollcall.jobs j
      on j.owner_id = x.owner_id and j.id = x.job_id
    where x.owner_id = p.owner_id and x.photo_id = p.id and j.kind = 'rename' and x.code is distinct from 'in_another_job'
    order by x.status in ('pending', 'processing') desc, x.decision is not distinct from 'open' desc, x.id desc
    limit 1) i on true
  left join lateral (select x.answer, x.language, x.provider, x.model, x.created_at from rollcall.analyses x
    where x.owner_id = p.owner_id and x.sha256 = p.sha256 order by x.created_at desc limit 1) a on true`;

const byIds = statement(
  'photos.by_ids',
  `select ${photoColumns}
   from unnest($2::uuid[]) with ordinality w(id, n)
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is null limit 1) p
   ${photoJoins}
   order by w.n`,
);

/** Photos of one owner in the order of `ids`; unknown and deleted ones are left out. */
export async function viewPhotos(sql: Sql, ownerId: string, ids: readonly string[]): Promise<PhotoView[]> {
  if (ids.length === 0) return [];
  const rows = await sql.query<PhotoRow>(byIds, [ownerId, ids]);
  const stacks = await readStacks(sql, ownerId, rows);
  return rows.map((row) => toPhotoView(row, stacks));
}

const noStacks: ReadonlyMap<string, StackView> = new Map();

export function toPhotoView(row: PhotoRow, stacks = noStacks): PhotoView {
  const state = stateOf(row);
  const suggestion = state === 'suggested' || state === 'needs_look' ? row.suggested_stem : null;
  return {
    id: row.id,
    folder: row.folder,
    name: joinFileName(row.stem, row.extension),
    originalName: row.original_name,
    previousName: row.previous_name,
    suggestedName: suggestion === null ? null : joinFileName(suggestion, lowerExtension(row.extension)),
    nameSource: row.name_source,
    nameRev: row.name_rev,
    mediaType: row.media_type,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    takenAt: takenAt(row.taken_local, row.taken_offset_min),
    camera: row.camera,
    exposure: row.exposure,
    place: placeOf(row.city, row.country_code),
    thumbhash: row.thumbhash === null ? null : toBase64(row.thumbhash),
    state,
    flags: state === 'needs_look' ? (row.flags ?? []) : [],
    problem: problemOf(row, state),
    jobId: row.job_id,
    analysis:
      row.answer === null
        ? null
        : {
            ...row.answer,
            language: row.language ?? 'en',
            provider: row.provider ?? '',
            model: row.model ?? '',
            ...(row.seen_at === null ? {} : { seenAt: row.seen_at.toISOString() }),
          },
    stack: stackOf(row, stacks),
    createdAt: row.created_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
    seq: Math.max(row.seq, row.item_seq ?? 0),
    objects: { original: row.original_key, thumbnail: row.thumbnail_key, preview: row.preview_key },
  };
}

/** A deleted photo has left its stack. */
function stackOf(row: PhotoRow, stacks: ReadonlyMap<string, StackView>): StackView | null {
  return row.stack_id === null || row.deleted_at !== null ? null : (stacks.get(row.stack_id) ?? null);
}

function stateOf(row: PhotoRow): PhotoState {
  if (row.item_status === 'processing') return 'analysing';
  if (row.item_status === 'pending' && row.state !== 'preparing') return 'waiting';
  return row.state;
}

function problemOf(row: PhotoRow, state: PhotoState) {
  if (state === 'failed') {
    return row.prepare_error === null && row.item_code !== null
      ? itemProblem(row.item_code, row)
      : describeProblem(row.prepare_error ?? 'file_damaged', row.prepare_detail ?? row.item_detail);
  }
  if (state === 'needs_look') return describeProblem(row.flags?.[0] ?? 'low_confidence');
  if (row.item_code === null) return null;
  // What a job said of a name is of no interest once the name is another.
  const stillTrue = row.item_name_rev === row.name_rev || row.item_code === 'renamed_since';
  return stillTrue ? itemProblem(row.item_code, row) : null;
}

function itemProblem(code: string, row: PhotoRow) {
  const problem = describeProblem(code, row.item_detail);
  return row.item_tries === null || row.item_tries < 2 ? problem : { ...problem, tries: row.item_tries };
}

/** `2018-09-10 13:05:00` and minutes east of UTC → `2018-09-10T13:05:00+09:00`; without an offset, no zone. */
export function takenAt(local: string | null, offsetMinutes: number | null): string | null {
  if (local === null) return null;
  const text = local.slice(0, 19).replace(' ', 'T');
  if (offsetMinutes === null) return text;
  const minutes = Math.abs(offsetMinutes);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${text}${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export function placeOf(city: string | null, countryCode: string | null): PhotoView['place'] {
  if (city === null || countryCode === null) return null;
  return { city, country: countryName(countryCode, 'en'), countryCode };
}

/** The country's name in a language, the code itself where the platform knows none. */
export function countryName(countryCode: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(countryCode) ?? countryCode;
  } catch {
    return countryCode;
  }
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
