import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { defaultTemplate, type Template } from '../../src/names/template.ts';
import { exportPhotos } from '../../src/photos/export.ts';
import { applyTemplate } from '../../src/photos/rename-by-template.ts';
import {
  hashOf,
  onConflictOf,
  planBulk,
  renderStems,
  valuesOf,
  type BulkWish,
} from '../../web/bulk-rename/plan-bulk.ts';
import { createCountryNames } from '../../web/rename/name-values.ts';
import { ana, namesOf, seedPhotos, view } from './build-library.ts';
import { createJobs, type Jobs } from './build-jobs.ts';

let jobs: Jobs;
let ids: readonly string[] = [];

const folders = ['', 'Trips/A Coruña', 'Trips/京都', 'Wedding'];

beforeAll(async () => {
  jobs = await createJobs();
  const seeded: string[] = [];
  for (const folder of folders)
    seeded.push(...(await seedPhotos(jobs, { n: 2500, title: `x${folder}`, folder })));
  // Chosen across the folders, not one after the other.
  ids = seeded.map((_, at) => seeded[(at * 7919) % seeded.length] ?? '');
  await describePhotos(ids);
});
afterAll(() => jobs.close());

/** What a model and a camera say: many titles alike, some in other scripts, some photos without a time or a place. */
async function describePhotos(photoIds: readonly string[]): Promise<void> {
  const titles = [
    'dog on a beach',
    'niña con una cometa',
    '京都の秋',
    'the old harbour of a small town',
    'Straße',
  ];
  const { database } = jobs;
  await database.query(
    `update rollcall.originals o
     set taken_local = case when w.n % 9 = 0 then null
           else timestamp '2024-05-01' + (w.n % 4000) * interval '37 minutes' end,
         city = case w.n % 3 when 0 then 'A Coruña' when 1 then 'Kyoto' end,
         country_code = case w.n % 3 when 0 then 'ES' when 1 then 'JP' end
     from rollcall.photos p join unnest($1::uuid[]) with ordinality w(id, n) on w.id = p.id
     where p.owner_id = o.owner_id and p.sha256 = o.sha256`,
    [photoIds],
  );
  await database.query(
    `update rollcall.photos p set taken_local = o.taken_local from rollcall.originals o
     where o.owner_id = p.owner_id and o.sha256 = p.sha256`,
  );
  await database.query(
    `insert into rollcall.analyses (owner_id, sha256, recipe, question, provider, model, language, answer)
     select p.owner_id, p.sha256, 'r1', 'q', 'x', 'm', case when w.n % 2 = 0 then 'en' else 'es' end,
            jsonb_build_object('subject', '', 'title', ($2::text[])[1 + w.n % 5], 'short', 'short one', 'alt', '',
              'keywords', jsonb_build_array('word' || (w.n % 11), 'term ' || (w.n % 7)), 'text', '',
              'confidence', 'high', 'problem', 'none')
     from rollcall.photos p join unnest($1::uuid[]) with ordinality w(id, n) on w.id = p.id where w.n % 13 <> 0`,
    [photoIds, titles],
  );
  await Promise.all(
    photoIds.map((id) => jobs.store.put(`originals/${id}`, new TextEncoder().encode('0123456789'))),
  );
}

/** As the page has them. */
async function loadPhotos(): Promise<Photo[]> {
  return (await view(jobs, ids)).map((shown) => {
    const { objects: _, ...photo } = shown;
    const urls = { thumbnail: '', preview: '', file: '' };
    return { ...photo, flags: [...photo.flags], urls, originalKept: true };
  });
}

function shownFor(photos: readonly Photo[], template: Template): BulkWish {
  const values = valuesOf(photos, createCountryNames());
  const stems = renderStems(photos, values, template);
  return { photos, values, stems, template, edits: new Map(), leftOut: new Set(), taken: new Set() };
}

async function exportedNames(): Promise<string[]> {
  const plan = await exportPhotos({ database: jobs.database, store: jobs.store }, ana, {
    photoIds: ids,
    xmp: false,
  });
  const zip = Buffer.from(await new Response(plan?.body ?? null).arrayBuffer());
  const list = zip
    .toString('utf8', zip.lastIndexOf('\uFEFFfolder,old,new'))
    .split('\r\n')
    .slice(1, ids.length + 1);
  return list.map((line) => /^(?:"[^"]*"|[^,]*),[^,]*,([^,]*),/u.exec(line)?.[1] ?? line);
}

test.each<Partial<Template>>([
  { pattern: '{date} {n}', order: 'taken', restart: 'day', sameNames: 'number', target: 'mac_linux' },
  { pattern: '{title} {place}', order: 'name', restart: 'folder', target: 'web', sameNames: 'tell_apart' },
])(
  '10,000 photos are called what was shown, and exported so: %j',
  async (part) => {
    const template = { ...defaultTemplate, ...part };
    const wish = shownFor(await loadPhotos(), template);
    const shown = planBulk(wish);
    expect(shown.rows).toHaveLength(10_000);
    const leftOut = shown.rows.filter((row) => row.status === 'noName').map((row) => row.photo.id);
    const sure = { ...wish, leftOut: new Set(leftOut) };
    const names = planBulk(sure).rows.map((row) => row.to);
    const applied = await jobs.database.asUser(ana, (tx) =>
      applyTemplate(tx, {
        ownerId: ana,
        photoIds: ids,
        template,
        onConflict: onConflictOf(template),
        leaveOut: leftOut,
        includeHandNamed: true,
        planHash: hashOf(sure),
        newId: jobs.newId,
      }),
    );
    expect(applied.kind).toBe('applied');
    expect(await namesOf(jobs, ids)).toEqual(names);
    expect(await exportedNames()).toEqual(names);
  },
  180_000,
);
