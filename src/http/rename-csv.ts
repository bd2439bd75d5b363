import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { findRename } from '../photos/list-renames.ts';
import { renameCsv } from '../photos/rename-csv.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { ApiProblem } from './problem.ts';
import { createRouter, problems } from './route-parts.ts';

const csvRoute = createRoute({
  method: 'get',
  path: '/renames.csv',
  request: { query: z.object({ renameId: z.uuid().optional() }) },
  responses: {
    200: {
      description: 'Old and new names of one rename, or of all of them',
      content: { 'text/csv': { schema: { type: 'string' as const } } },
    },
    ...problems,
  },
});

export function renameCsvRoutes({ database }: Pick<ApiDependencies, 'database'>) {
  const router = createRouter();
  router.openapi(csvRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const { renameId = null } = c.req.valid('query');
    if (renameId !== null) {
      const rename = await database.asUser(ownerId, (tx) => findRename(tx, ownerId, renameId));
      if (rename === null) throw new ApiProblem('rename_not_found');
    }
    return new Response(renameCsv(database, { ownerId, renameId }), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="rollcall-names.csv"',
      },
    });
  });
  return router;
}
