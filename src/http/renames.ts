import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { reviewJob } from '../jobs/review-job.ts';
import { findRename, listRenameEntries, listRenames } from '../photos/list-renames.ts';
import { renameEntries, type EntriesResult } from '../photos/rename-entries.ts';
import { applyTemplate, planByTemplate, type ApplyResult } from '../photos/rename-by-template.ts';
import { undoRename } from '../photos/undo.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { checkPattern } from './check-pattern.ts';
import { ApiProblem } from './problem.ts';
import { body, createRouter, idParam, json, pageQuery, problems } from './route-parts.ts';
import {
  applyRenameSchema,
  planSchema,
  previewRenameSchema,
  renameEntryListSchema,
  renameListSchema,
  renameSchema,
  reviewSchema,
  undoResultSchema,
  undoSchema,
} from './schemas/rename.ts';
import { tooLongProblem } from './too-long-problem.ts';
import { wantedPhotos } from './wanted-photos.ts';

const previewRoute = createRoute({
  method: 'post',
  path: '/renames/preview',
  request: { body: body(previewRenameSchema) },
  responses: { 200: json(planSchema, 'What every photo would be called'), ...problems },
});

const applyRoute = createRoute({
  method: 'post',
  path: '/renames',
  request: { body: body(applyRenameSchema) },
  responses: { 201: json(renameSchema, 'The rename'), ...problems },
});

const ledgerQuery = pageQuery.extend({
  q: z.string().max(200).optional().describe('A part of an old or a new name'),
});

const listRoute = createRoute({
  method: 'get',
  path: '/renames',
  request: { query: ledgerQuery },
  responses: { 200: json(renameListSchema, 'Renames, newest first'), ...problems },
});

const getRoute = createRoute({
  method: 'get',
  path: '/renames/{id}',
  request: { params: idParam },
  responses: { 200: json(renameSchema, 'The rename'), ...problems },
});

const entriesRoute = createRoute({
  method: 'get',
  path: '/renames/{id}/entries',
  request: { params: idParam, query: ledgerQuery },
  responses: { 200: json(renameEntryListSchema, 'Old and new names'), ...problems },
});

const undoRoute = createRoute({
  method: 'post',
  path: '/renames/{id}/undo',
  request: { params: idParam, body: body(undoSchema) },
  responses: { 200: json(undoResultSchema, 'The undo, a rename of its own'), ...problems },
});

const reviewRoute = createRoute({
  method: 'post',
  path: '/jobs/{id}/review',
  request: { params: idParam, body: body(reviewSchema) },
  responses: {
    200: json(z.union([renameSchema, z.null()]), 'The rename of what was accepted, null if nothing was'),
    ...problems,
  },
});

type TemplateWish = Exclude<z.infer<typeof applyRenameSchema>, { entries: unknown }>;

export function renameRoutes({ database, newId }: ApiDependencies) {
  const router = createRouter();

  async function view(ownerId: string, id: string) {
    const rename = await database.asUser(ownerId, (tx) => findRename(tx, ownerId, id));
    if (rename === null) throw new ApiProblem('rename_not_found');
    return rename;
  }

  router.openapi(previewRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const wish = c.req.valid('json');
    checkPattern(wish.template);
    const photoIds = await wantedPhotos(database, ownerId, wish.photoIds);
    const plan = await database.asUser(ownerId, (tx) =>
      planByTemplate(tx, { ...wish, ownerId, photoIds, onConflict: wish.onConflict ?? 'fail' }),
    );
    return c.json({ ...plan, rows: [...plan.rows] }, 200);
  });

  router.openapi(applyRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const wish = c.req.valid('json');
    const result =
      'entries' in wish
        ? await database.asUser(ownerId, (tx) => renameEntries(tx, { ownerId, entries: wish.entries, newId }))
        : await applyByTemplate(ownerId, wish);
    return c.json(await view(ownerId, expectApplied(result)), 201);
  });

  async function applyByTemplate(ownerId: string, wish: TemplateWish) {
    checkPattern(wish.template);
    const photoIds = await wantedPhotos(database, ownerId, wish.photoIds);
    const onConflict = wish.onConflict ?? 'fail';
    return database.asUser(ownerId, (tx) =>
      applyTemplate(tx, { ...wish, ownerId, photoIds, onConflict, newId }),
    );
  }

  router.openapi(listRoute, async (c) => {
    const ownerId = c.get('ownerId');
    return c.json(
      await database.asUser(ownerId, (tx) => listRenames(tx, ownerId, c.req.valid('query'))),
      200,
    );
  });
  router.openapi(getRoute, async (c) => c.json(await view(c.get('ownerId'), c.req.valid('param').id), 200));
  router.openapi(entriesRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const { id } = c.req.valid('param');
    await view(ownerId, id);
    const page = await database.asUser(ownerId, (tx) =>
      listRenameEntries(tx, ownerId, id, c.req.valid('query')),
    );
    return c.json(page, 200);
  });
  router.openapi(undoRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const renameId = c.req.valid('param').id;
    const { photoIds } = c.req.valid('json');
    const result = await database.asUser(ownerId, (tx) =>
      undoRename(tx, { ownerId, renameId, photoIds, newId }),
    );
    if (result.kind === 'not_found') throw new ApiProblem('rename_not_found');
    return c.json({ ...(await view(ownerId, result.renameId)), skipped: result.skipped }, 200);
  });
  router.openapi(reviewRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const jobId = c.req.valid('param').id;
    const result = await database.asUser(ownerId, (tx) =>
      reviewJob(tx, { ownerId, jobId, ...c.req.valid('json'), newId }),
    );
    if (result.kind === 'not_found') throw new ApiProblem('job_not_found');
    if (result.kind === 'too_long') {
      const { kind: _, ...found } = result;
      throw tooLongProblem(found);
    }
    return c.json(result.renameId === null ? null : await view(ownerId, result.renameId), 200);
  });
  return router;
}

/** The id of the rename; a problem where there is none. */
function expectApplied(result: ApplyResult | EntriesResult): string {
  switch (result.kind) {
    case 'applied':
      return result.renameId;
    case 'nothing_to_do':
      throw new ApiProblem('nothing_to_do');
    case 'not_found':
      throw new ApiProblem('unknown_photos', undefined, { photoIds: result.photoIds.slice(0, 10) });
    case 'plan_changed':
      throw new ApiProblem('plan_changed', 'Photos were renamed or deleted meanwhile. Nothing was done.', {
        rows: result.rows,
      });
    case 'conflicts':
      throw new ApiProblem('name_conflicts', 'Nothing was done.', { rows: result.rows });
  }
}
