import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Sql, UserSql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { joinFileName, lowerExtension, splitFileName } from '../names/file-name.ts';
import { nameKey } from '../names/name-key.ts';
import { numberPhotos } from '../names/number-photos.ts';
import { planHash } from '../names/plan-hash.ts';
import type { PlanOptions, PlanRow } from '../names/plan-renames.ts';
import { planShots, shotOf, type ShotWish } from '../names/plan-shots.ts';
import { createStemRenderer } from '../names/render-stem.ts';
import { legalStem } from '../names/stem-pieces.ts';
import { tellingWords } from '../names/tell-apart.ts';
import { styleOf, type Template } from '../names/template.ts';
import { applyNames, openRenames, type NameChange } from './apply-names.ts';
import { bareName } from './free-names.ts';
import { nameValues, type NameFacts } from './name-values.ts';
import type { NameSource } from './photo.ts';
import { wantsStacks } from './read-stacks.ts';
import { keysTakenByOthers } from './read-names.ts';
import { typedStem } from './typed-stem.ts';

export interface TemplateRename {
  readonly ownerId: string;
  readonly photoIds: readonly string[];
  readonly template: Template;
  readonly onConflict: PlanOptions['onConflict'];
  /** Names typed for single photos; they stand above the template and count as written by hand. */
  readonly edits?: readonly { readonly photoId: string; readonly name: string }[] | undefined;
  /** Photos that keep their names; they still count for `{n}`. */
  readonly leaveOut?: readonly string[] | undefined;
  /** Otherwise photos named by hand keep their names, unless one is edited here. */
  readonly includeHandNamed?: boolean | undefined;
}

export interface RenamePlan {
  readonly rows: readonly PlanRow[];
  readonly conflicts: number;
  readonly planHash: string;
}

interface TemplateRow extends NameFacts {
  id: string;
  name_source: NameSource;
  name_rev: number;
  /** Null where the person does not want stacks. */
  stack_id: string | null;
}

const templateRows = statement(
  'renames.template_rows',
  `select p.id, p.folder, p.stem, p.extension, p.name_source, p.name_rev, p.original_name,
          case when ${wantsStacks('$1')} then p.stack_id end as stack_id, o.taken_local, o.city, o.country_code, o.camera, a.answer, a.language
   from unnest($2::uuid[]) with ordinality w(id, n)
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is null limit 1) p
   cross join lateral (select * from rollcall.originals x
     where x.owner_id = $1 and x.sha256 = p.sha256 limit 1) o
   left join lateral (select x.answer, x.language from rollcall.analyses x
     where x.owner_id = $1 and x.sha256 = p.sha256 order by x.created_at desc limit 1) a on true
   order by w.n`,
);

/** What every photo would be called; pure but for reading. Photos named by hand are left out (`skipped`). */
export async function planByTemplate(sql: Sql, rename: TemplateRename): Promise<RenamePlan> {
  const rows = await sql.query<TemplateRow>(templateRows, [rename.ownerId, [...new Set(rename.photoIds)]]);
  const { refusingHash: _, ...shown } = await plan(sql, rename, rows);
  return shown;
}

interface DecidedPlan extends RenamePlan {
  /** Of the plan that refuses same names: what a person was shown who then chose what to do about them. */
  readonly refusingHash: string;
}

async function plan(sql: Sql, rename: TemplateRename, rows: readonly TemplateRow[]): Promise<DecidedPlan> {
  const { ownerId, template, onConflict } = rename;
  const wishes = wishesOf(rename, rows);
  const ids = rows.map((row) => row.id);
  const keys = wishes.map((wish) => ({ folder: wish.folder, key: nameKey(wish.stem, wish.extension) }));
  const taken = await keysTakenByOthers(sql, ownerId, keys, ids);
  const takenKeys = new Set([...taken].map((i) => `${keys[i]?.folder}\n${keys[i]?.key}`));
  const options = styleOf(template);
  const refusing = planShots(wishes, (folder, key) => takenKeys.has(`${folder}\n${key}`), {
    ...options,
    onConflict: 'fail',
  });
  const refusingHash = planHash(refusing.rows);
  if (onConflict === 'fail' || refusing.conflicts === 0) {
    return { ...refusing, planHash: refusingHash, refusingHash };
  }
  // Numbered names may be taken too, by photos that none of the wishes speaks of.
  const all = await allKeys(sql, {
    ownerId,
    folders: [...new Set(rows.map((row) => row.folder))],
    except: ids,
  });
  const decided = planShots(wishes, (folder, key) => all.has(`${folder}\n${key}`), {
    ...options,
    onConflict,
  });
  return { ...decided, planHash: planHash(decided.rows), refusingHash };
}

function wishesOf(rename: TemplateRename, rows: readonly TemplateRow[]): ShotWish[] {
  const { template } = rename;
  const edits = editsOf(rename);
  const leftOut = new Set(rename.leaveOut);
  const stemOf = createStemRenderer(template);
  const style = styleOf(template);
  const values = rows.map((row) => nameValues(row, row.language ?? 'en'));
  const shots = rows.map((row) => shotOf(row.stack_id, row.original_name));
  const places = numberPhotos(
    rows.map((row, i) => ({
      folder: row.folder,
      takenLocal: values[i]?.takenLocal ?? null,
      name: joinFileName(row.stem, row.extension),
      shot: shots[i] ?? null,
    })),
    template,
  );
  return rows.flatMap((row, i): ShotWish[] => {
    const [known, place] = [values[i], places[i]];
    if (known === undefined || place === undefined) return [];
    const typed = edits.get(row.id);
    const keepsHandName =
      row.name_source === 'hand' && rename.includeHandNamed !== true && typed === undefined;
    return [
      {
        photoId: row.id,
        folder: row.folder,
        from: joinFileName(row.stem, row.extension),
        extension: lowerExtension(row.extension),
        stem:
          typed === undefined
            ? stemOf(known, place)
            : legalStem(typedStem(typed, row.extension), template.target),
        locked: leftOut.has(row.id) || keepsHandName,
        shot: shots[i] ?? null,
        typed: typed !== undefined,
        telling: () => tellingWords(known, style),
      },
    ];
  });
}

const editsOf = (rename: TemplateRename) =>
  new Map((rename.edits ?? []).map(({ photoId, name }) => [photoId, name]));

const keysInFolders = statement(
  'renames.keys_in_folders',
  `select folder, name_key from rollcall.photos
   where owner_id = $1 and folder = any($2::text[]) and deleted_at is null and id <> all ($3::uuid[])`,
);

/** Every name in these folders but those of `except`. */
async function allKeys(
  sql: Sql,
  of: { ownerId: string; folders: readonly string[]; except: readonly string[] },
): Promise<Set<string>> {
  const rows = await sql.query<{ folder: string; name_key: string }>(keysInFolders, [
    of.ownerId,
    of.folders,
    of.except,
  ]);
  return new Set(rows.map((row) => `${row.folder}\n${row.name_key}`));
}

export type ApplyResult =
  | { readonly kind: 'applied'; readonly renameId: string }
  | { readonly kind: 'plan_changed'; readonly rows: readonly PlanRow[] }
  | { readonly kind: 'conflicts'; readonly rows: readonly PlanRow[] }
  | { readonly kind: 'nothing_to_do' };

/** Applies exactly what was shown: with a `planHash` that no longer fits, nothing is done. */
export async function applyTemplate(
  tx: UserSql,
  rename: TemplateRename & { readonly planHash?: string | undefined; readonly newId: () => string },
): Promise<ApplyResult> {
  const { ownerId } = rename;
  return tx.asSystem(async (system) => {
    const seq = await bumpOwner(system, ownerId);
    const rows = await system.query<TemplateRow>(templateRows, [ownerId, [...new Set(rename.photoIds)]]);
    const planned = await plan(system, rename, rows);
    const shown = [planned.planHash, planned.refusingHash];
    if (rename.planHash !== undefined && !shown.includes(rename.planHash)) {
      return { kind: 'plan_changed', rows: planned.rows };
    }
    if (planned.conflicts > 0 && rename.onConflict === 'fail') {
      return {
        kind: 'conflicts',
        rows: planned.rows.filter((row) => row.status !== 'ok' && row.status !== 'unchanged'),
      };
    }
    const renameId = rename.newId();
    const changes = changesOf(planned.rows, rows, { ownerId, renameId, seq }, editsOf(rename));
    if (changes.length === 0) return { kind: 'nothing_to_do' };
    await openRenames(system, [{ ownerId, id: renameId, why: 'template', jobId: null, undoes: null, seq }]);
    await applyNames(system, changes);
    await notifyOwners(system, [ownerId]);
    return { kind: 'applied', renameId };
  });
}

function changesOf(
  planned: readonly PlanRow[],
  rows: readonly TemplateRow[],
  to: { ownerId: string; renameId: string; seq: number },
  edits: ReadonlyMap<string, string>,
): NameChange[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return planned.flatMap((line) => {
    const row = byId.get(line.photoId);
    if (line.status !== 'ok' || row === undefined) return [];
    const { stem, extension } = splitFileName(line.to);
    return [
      {
        ...to,
        photoId: row.id,
        name: bareName(stem, extension),
        source: edits.has(row.id) ? ('hand' as const) : ('template' as const),
        state: 'named' as const,
        old: { stem: row.stem, extension: row.extension, source: row.name_source, nameRev: row.name_rev },
      },
    ];
  });
}
