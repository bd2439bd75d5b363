import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { ensureOwner } from '../database/bump.ts';
import { DatabaseError } from '../database/sql.ts';
import { BadCursor } from '../photos/list-photos.ts';
import { StoreFull, StoreUnavailable } from '../storage/object-store.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { guardBoundary } from './boundary.ts';
import { changesSinceRoutes } from './changes-since.ts';
import { eventRoutes } from './events.ts';
import { exportRoutes } from './export.ts';
import { jobControlRoutes } from './job-control.ts';
import { jobRoutes } from './jobs.ts';
import { readEmptyBodyAsObject } from './json-body.ts';
import { photoFileRoutes } from './photo-files.ts';
import { photoRoutes } from './photos.ts';
import { notStreamedRoutes } from './not-streamed.ts';
import { ApiProblem, renderProblem } from './problem.ts';
import { prometheusType } from './prometheus-text.ts';
import { providerRoutes } from './providers.ts';
import { renameCsvRoutes } from './rename-csv.ts';
import { renameRoutes } from './renames.ts';
import { giveCookie, requireOwner, type OwnerVariables } from './session.ts';
import { usageRoutes } from './usage.ts';

/** Ids of 100,000 photos fit; nothing else of ours is nearly as large. */
const maxJsonBytes = 8_000_000;

/** The whole HTTP interface. Static files are added by whoever serves the page. */
export function createApi(dependencies: ApiDependencies): OpenAPIHono<OwnerVariables> {
  const { database, authenticator, onError } = dependencies;
  const app = new OpenAPIHono<OwnerVariables>();
  app.onError((error, c) => renderError(error, c, onError));
  app.notFound((c) => renderProblem(c, new ApiProblem('not_found')));
  app.use(guardBoundary(dependencies.allowedHost));

  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const missing = await dependencies.readiness();
    return missing === null
      ? c.json({ status: 'ready' })
      : renderProblem(c, new ApiProblem('not_ready', missing));
  });
  app.get('/metrics', async (c) =>
    c.text(await dependencies.metrics(), 200, {
      'cache-control': 'no-store',
      'content-type': prometheusType,
    }),
  );

  const api = new OpenAPIHono<OwnerVariables>();
  api.use(async (c, next) => {
    c.header('cache-control', 'no-store');
    await next();
  });
  api.get('/openapi.json', (c) => c.json(openApiDocument(api)));
  api.use(requireOwner(authenticator, (owner) => ensureOwner(database, owner)));
  api.use(async (c, next) => {
    const isUpload = c.req.method === 'POST' && c.req.path === '/api/v1/photos';
    const isPiece = /^\/api\/v1\/uploads(?:\/|$)/u.test(c.req.path);
    if (isUpload || isPiece) return next();
    return limitJson(c, () => readEmptyBodyAsObject(c, next));
  });
  api.post('/session', (c) => {
    giveCookie(c);
    return c.body(null, 204);
  });
  for (const router of [
    ...dependencies.uploads,
    photoRoutes(dependencies),
    jobRoutes(dependencies),
    jobControlRoutes(dependencies),
    renameRoutes(dependencies),
    renameCsvRoutes(dependencies),
    changesSinceRoutes(dependencies),
    ...(dependencies.streams ? [exportRoutes(dependencies)] : []),
    providerRoutes(dependencies),
    usageRoutes(dependencies),
  ]) {
    api.route('/', router);
  }
  api.route('/', photoFileRoutes(dependencies));
  api.route('/', dependencies.streams ? eventRoutes(dependencies) : notStreamedRoutes());
  app.route('/api/v1', api);

  // The name of the pattern this grew out of; the same route as POST /api/v1/jobs.
  app.post('/functions/v1/batch-ai-analysis', (c) => {
    const url = new URL(c.req.url);
    url.pathname = '/api/v1/jobs';
    return app.fetch(new Request(url, c.req.raw), c.env);
  });
  return app;
}

const limitJson = bodyLimit({
  maxSize: maxJsonBytes,
  onError: () => {
    throw new ApiProblem('too_large');
  },
});

function openApiDocument(api: OpenAPIHono<OwnerVariables>) {
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Rollcall',
      version: '1',
      description: 'Gives every photo in a batch a short, true, useful file name.',
    },
    servers: [{ url: '/api/v1' }],
  });
}

/** Errors are rendered here and nowhere else; causes are logged, never shown. */
function renderError(error: Error, c: Context, onError: ApiDependencies['onError']): Response {
  if (error instanceof ApiProblem)
    return renderProblem(c, error, error.code === 'not_ready' ? { 'retry-after': '5' } : {});
  if (error instanceof BadCursor) return renderProblem(c, new ApiProblem('bad_cursor'));
  if (error instanceof StoreFull) return renderProblem(c, new ApiProblem('disk_full'));
  if (error instanceof StoreUnavailable) {
    onError(error, 'request');
    return renderProblem(c, new ApiProblem('store_unavailable'), { 'retry-after': '5' });
  }
  if (error instanceof HTTPException) {
    const code = error.status === 413 ? 'too_large' : 'malformed_json';
    return renderProblem(c, new ApiProblem(code));
  }
  if (error instanceof DatabaseError) {
    // Lock timeout, deadlock, serialisation: somebody holds this owner's rows for a moment.
    if (error.code === '55P03' || error.code === '40P01' || error.code === '40001') {
      return renderProblem(c, new ApiProblem('busy'), { 'retry-after': '2' });
    }
    if (error.code === null || /^(08|57P|53)/u.test(error.code)) {
      onError(error, 'request');
      return renderProblem(c, new ApiProblem('database_unavailable'), { 'retry-after': '2' });
    }
    // A value that the database cannot hold, such as U+0000 in a text: the request's fault, not ours.
    if (error.code === '22021' || error.code === '22P05' || error.code === '22P02') {
      return renderProblem(
        c,
        new ApiProblem('invalid_request', 'A text has characters that cannot be stored.'),
      );
    }
  }
  onError(error, 'request');
  return renderProblem(c, new ApiProblem('internal'));
}
