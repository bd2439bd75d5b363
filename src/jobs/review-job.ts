import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Sql, UserSql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { joinFileName, lowerExtension } from '../names/file-name.ts';
import { applyNames, openRenames } from '../photos/apply-names.ts';
import { freePairNames } from '../photos/pair-names.ts';
import { nameKey } from '../names/name-key.ts';
import { apartStems, tellingWords } from '../names/tell-apart.ts';
import { defaultTemplate, styleOf, type Template } from '../names/template.ts';
import { nameValues, type NameFacts } from '../photos/name-values.ts';
import { readTypedStem } from '../photos/typed-stem.ts';
import type { JobOptions } from './job.ts';
import { stateForSource, type NameSource } from '../photos/photo.ts';

export interface Review {
  readonly ownerId: string;
  readonly jobId: string;
  /** With `name` the proposal was edited; it then counts as written by hand. */
  readonly accept: readonly { photoId: string; name?: string | undefined }[];
  readonly skip: readonly string[];
  readonly newId: () => string;
}

export type ReviewResult =
  /** A name typed for one of them; nothing was done. */
  | {
      readonly kind: 'too_long';
      readonly photoId: string;
      readonly over: number;
      readonly suggestion: string;
    }
  | { readonly kind: 'reviewed'; readonly renameId: string | null }
  | { readonly kind: 'not_found' };

interface OpenRow extends NameFacts {
  id: string;
  photo_id: string;
  suggested_stem: string;
  item_rev: number;
  base_key: string;
  name_source: NameSource;
  name_rev: number;
}

const openProposals = statement(
  'review.open',
  `select i.id, i.photo_id, i.suggested_stem, i.name_rev as item_rev, p.folder, p.stem, p.extension, p.base_key,
          p.name_source, p.name_rev, p.original_name, o.taken_local, o.city, o.country_code, o.camera,
          a.answer, a.language
   from rollcall.job_items i
   join rollcall.photos p on p.owner_id = i.owner_id and p.id = i.photo_id and p.deleted_at is null
   left join lateral (select x.taken_local, x.city, x.country_code, x.camera from rollcall.originals x
     where x.owner_id = p.owner_id and x.sha256 = p.sha256 limit 1) o on true
   left join lateral (select x.answer, x.language from rollcall.analyses x
     where x.owner_id = p.owner_id and x.sha256 = p.sha256 order by x.created_at desc limit 1) a on true
   where i.owner_id = $1 and i.job_id = $2 and i.photo_id = any($3::uuid[]) and i.decision = 'open'
   order by i.position`,
);

const closeItems = statement(
  'review.close',
  `update rollcall.job_items i set decision = w.decision, seq = $4
   from unnest($2::uuid[], $3::text[]) w(id, decision) where i.owner_id = $1 and i.id = w.id`,
);

const leaveName = statement(
  'review.leave_name',
  `update rollcall.photos p set state = case when name_source = 'upload' then 'ready' else 'named' end, seq = $3
   where p.owner_id = $1 and p.id = any($2::uuid[])`,
);

const findJob = statement('review.job', 'select options from rollcall.jobs where owner_id = $1 and id = $2');
const touchJob = statement(
  'review.touch',
  'update rollcall.jobs set seq = $3 where owner_id = $1 and id = $2',
);

/** Applies accepted proposals as one rename and closes skipped ones; those decided before are left as they are. */
export async function reviewJob(tx: UserSql, review: Review): Promise<ReviewResult> {
  const { ownerId, jobId } = review;
  const [job] = await tx.query<{ options: JobOptions }>(findJob, [ownerId, jobId]);
  if (job === undefined) return { kind: 'not_found' };
  const template: Template = { ...defaultTemplate, ...job.options.template };
  return tx.asSystem(async (system) => {
    const seq = await bumpOwner(system, ownerId);
    const accepted = new Map(review.accept.map((entry) => [entry.photoId, entry.name]));
    const ids = [...new Set([...accepted.keys(), ...review.skip])];
    const rows = await system.query<OpenRow>(openProposals, [ownerId, jobId, ids]);
    const taking = rows.filter(
      (row) => accepted.has(row.photo_id) && !hasItAlready(row, accepted.get(row.photo_id), template),
    );
    const tooLong = tooLongOf(taking, accepted);
    if (tooLong !== null) return tooLong;
    const leaving = rows.filter((row) => !taking.includes(row));
    const renameId = taking.length > 0 ? review.newId() : null;
    if (renameId !== null)
      await takeNames(system, { ownerId, jobId, renameId, seq, template }, taking, accepted);
    await system.query(leaveName, [ownerId, leaving.map((row) => row.photo_id), seq]);
    await system.query(closeItems, [
      ownerId,
      rows.map((row) => row.id),
      rows.map((row) => (accepted.has(row.photo_id) ? 'accepted' : 'skipped')),
      seq,
    ]);
    await system.query(touchJob, [ownerId, jobId, seq]);
    await notifyOwners(system, [ownerId]);
    return { kind: 'reviewed', renameId };
  });
}

async function takeNames(
  tx: Sql,
  of: { ownerId: string; jobId: string; renameId: string; seq: number; template: Template },
  taken: readonly OpenRow[],
  accepted: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  const isTyped = (row: OpenRow) => accepted.get(row.photo_id) !== undefined;
  // What was typed goes first: of a RAW and its JPEG the other one takes it.
  const rows = [...taken.filter(isTyped), ...taken.filter((row) => !isTyped(row))];
  const names = await freePairNames(
    tx,
    rows.map((row) => ({
      ownerId: of.ownerId,
      photoId: row.photo_id,
      jobId: null,
      typed: isTyped(row),
      folder: row.folder,
      stem: wantedStem(row, accepted.get(row.photo_id)),
      extension: lowerExtension(row.extension),
      separator: '-',
      maxLength: 150,
      apart: accepted.get(row.photo_id) === undefined ? apartOf(row, of.template) : undefined,
    })),
  );
  await openRenames(tx, [{ ...of, id: of.renameId, why: 'review', undoes: null }]);
  await applyNames(
    tx,
    rows.flatMap((row, i) => {
      const name = names[i];
      if (name === null || name === undefined) return [];
      const source = accepted.get(row.photo_id) === undefined ? ('review' as const) : ('hand' as const);
      return [
        {
          ownerId: of.ownerId,
          photoId: row.photo_id,
          renameId: of.renameId,
          name,
          source,
          state: stateForSource(source),
          old: { stem: row.stem, extension: row.extension, source: row.name_source, nameRev: row.name_rev },
          seq: of.seq,
        },
      ];
    }),
  );
}

function tooLongOf(
  rows: readonly OpenRow[],
  accepted: ReadonlyMap<string, string | undefined>,
): ReviewResult | null {
  for (const row of rows) {
    const { over, shortened } = readTypedStem(accepted.get(row.photo_id) ?? '', row.extension);
    if (over === 0) continue;
    const suggestion = joinFileName(shortened, lowerExtension(row.extension));
    return { kind: 'too_long', photoId: row.photo_id, over, suggestion };
  }
  return null;
}

const wantedStem = (row: OpenRow, typed: string | undefined): string =>
  editedStem(row, typed) || row.suggested_stem;

/** What a person typed is only numbered; a proposal is told apart as the job would have done it. */
function apartOf(row: OpenRow, template: Template) {
  const style = styleOf(template);
  if (template.sameNames === 'number') return undefined;
  return { telling: tellingWords(nameValues(row, row.language ?? 'en'), style), style };
}

/** Its own name is taken, by itself: accepting it must not make it a numbered one. */
function hasItAlready(row: OpenRow, typed: string | undefined, template: Template): boolean {
  const stem = wantedStem(row, typed);
  const hasBase = (tried: string) => nameKey(tried, lowerExtension(row.extension)) === row.base_key;
  if (hasBase(stem)) return true;
  const apart = typed === undefined ? apartOf(row, template) : undefined;
  return (
    apart !== undefined && apartStems(stem, apart.telling, apart.style).some((tried) => hasBase(tried.stem))
  );
}

const editedStem = (row: OpenRow, typed: string | undefined): string =>
  typed === undefined ? '' : readTypedStem(typed, row.extension).stem;
