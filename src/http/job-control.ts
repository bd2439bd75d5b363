import { createRoute } from '@hono/zod-openapi';
import { changeJobNote } from '../jobs/change-note.ts';
import { cancelJob, pauseJob, resumeJob, type ControlResult } from '../jobs/control-job.ts';
import { retryJob } from '../jobs/retry-job.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { expectJob } from './expect-job.ts';
import { ApiProblem } from './problem.ts';
import { body, createRouter, idParam, json, problems } from './route-parts.ts';
import { changeJobSchema, jobSchema, resumeSchema, retrySchema } from './schemas/job.ts';

const changeRoute = createRoute({
  method: 'patch',
  path: '/jobs/{id}',
  description: 'Changes the note of a job that is not over: photos not asked about yet are asked with it.',
  request: { params: idParam, body: body(changeJobSchema) },
  responses: { 200: json(jobSchema, 'The job as it is now'), ...problems },
});

const controlRoute = <Action extends 'pause' | 'cancel'>(action: Action) =>
  createRoute({
    method: 'post',
    path: `/jobs/{id}/${action}` as const,
    request: { params: idParam },
    responses: { 200: json(jobSchema, 'The job as it is now'), ...problems },
  });

const resumeRoute = createRoute({
  method: 'post',
  path: '/jobs/{id}/resume',
  request: { params: idParam, body: body(resumeSchema) },
  responses: { 200: json(jobSchema, 'The job, going on'), ...problems },
});

const retryRoute = createRoute({
  method: 'post',
  path: '/jobs/{id}/retry',
  request: { params: idParam, body: body(retrySchema) },
  responses: { 200: json(jobSchema, 'The job, running again'), ...problems },
});

const controls = [
  { action: 'pause', run: pauseJob },
  { action: 'cancel', run: cancelJob },
] as const;

/** What can be done to a job that is there. */
export function jobControlRoutes({ database, queue, questionHash }: ApiDependencies) {
  const control = { database, queue };
  const router = createRouter();

  router.openapi(changeRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const jobId = c.req.valid('param').id;
    const { context } = c.req.valid('json');
    const { options } = await expectJob(database, ownerId, jobId);
    const question = await questionHash({ language: options.language, context });
    expectDone(await changeJobNote(database, { ownerId, jobId, context, question }));
    return c.json(await expectJob(database, ownerId, jobId), 200);
  });
  for (const { action, run } of controls) {
    router.openapi(controlRoute(action), async (c) => {
      const ownerId = c.get('ownerId');
      const jobId = c.req.valid('param').id;
      // Both take the job's messages away before anything else, whoever's it is.
      await expectJob(database, ownerId, jobId);
      expectDone(await run(control, { ownerId, jobId }));
      return c.json(await expectJob(database, ownerId, jobId), 200);
    });
  }
  router.openapi(resumeRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const jobId = c.req.valid('param').id;
    const { budgetUsd } = c.req.valid('json');
    const budgetNano = budgetUsd === undefined ? null : Math.round(budgetUsd * 1e9);
    expectDone(await resumeJob(control, { ownerId, jobId, budgetNano }));
    return c.json(await expectJob(database, ownerId, jobId), 200);
  });
  router.openapi(retryRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const jobId = c.req.valid('param').id;
    expectDone(await retryJob(control, { ownerId, jobId, photoIds: c.req.valid('json').photoIds }));
    return c.json(await expectJob(database, ownerId, jobId), 200);
  });
  return router;
}

function expectDone(result: ControlResult): void {
  if (result.kind === 'not_found') throw new ApiProblem('job_not_found');
  if (result.kind === 'not_now')
    throw new ApiProblem('not_now', `The job is ${result.status}.`, { jobStatus: result.status });
}
