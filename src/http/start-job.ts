import type { z } from 'zod';
import {
  findIdempotent,
  hashBody,
  rememberIdempotent,
  type IdempotentRequest,
} from '../database/idempotency.ts';
import { getSettings } from '../database/settings.ts';
import type { Database, Sql } from '../database/sql.ts';
import { createJob } from '../jobs/create-job.ts';
import type { VisionModel } from '../vision/vision-model.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { checkPattern } from './check-pattern.ts';
import { ApiProblem } from './problem.ts';
import type { createJobSchema, JobOptions } from './schemas/job.ts';
import { readSettings } from './schemas/provider.ts';
import { wantedPhotos } from './wanted-photos.ts';

export type JobWish = z.infer<typeof createJobSchema>;

/** Starts the job wished for and tells its id; asked again with the same key, it is the same job. */
export async function startJob(
  dependencies: ApiDependencies,
  ownerId: string,
  { wish, key }: { wish: JobWish; key: string | undefined },
): Promise<string> {
  if (key === undefined) return createOnce(dependencies, ownerId, { wish, attempt: null });
  const bodyHash = await hashBody(JSON.stringify(wish));
  const attempt = { ownerId, operation: 'jobs.create', key, bodyHash };
  const known = await findIdempotent(dependencies.database, attempt);
  if (known?.kind === 'conflict') throw new ApiProblem('idempotency_conflict');
  return known?.kind === 'same' ? known.resultId : createOnce(dependencies, ownerId, { wish, attempt });
}

/** The model, photos and question a wish means; a problem where it cannot be had. */
export async function readWish(dependencies: ApiDependencies, ownerId: string, wish: JobWish) {
  const { language, context, template } = wish.options;
  const model = chooseModel(dependencies, wish.options);
  checkPattern(template);
  const photoIds = await wantedPhotos(dependencies.database, ownerId, wish.photoIds);
  if (photoIds.length === 0) throw new ApiProblem('no_photos');
  const question = await dependencies.questionHash({ language, context });
  return { model, photoIds, question };
}

function chooseModel({ providers, monthlyCapUsd }: ApiDependencies, options: JobOptions): VisionModel {
  const { provider, model: name } = options;
  const byDefault = provider === undefined && name === undefined;
  const model = byDefault ? providers.current() : providers.resolve({ provider, model: name });
  if (model === null) throw new ApiProblem('unknown_model', `${name ?? provider} is not set up here.`);
  // Its calls would count as nothing, and so pass every limit; what the operator set is the operator's affair.
  const isOperators = byDefault || model.lane === providers.current().lane;
  if (monthlyCapUsd !== null && !isOperators && model.expectedCostNano() === null)
    throw new ApiProblem('unknown_model', `${model.model} has no known price, and a limit holds here.`);
  return model;
}

/** Whoever writes an idempotency key first makes the job; the other of two at once gets that job's id. */
async function createOnce(
  dependencies: ApiDependencies,
  ownerId: string,
  { wish, attempt }: { wish: JobWish; attempt: IdempotentRequest | null },
): Promise<string> {
  const { database } = dependencies;
  const { model, photoIds, question } = await readWish(dependencies, ownerId, wish);
  const budgetUsd = wish.options.budgetUsd ?? (await usualBudget(database, ownerId));
  const { provider, model: name, lane } = model;
  const job = {
    ownerId,
    id: dependencies.newId(),
    photoIds,
    options: { ...wish.options, ...(budgetUsd === null ? {} : { budgetUsd }) },
    question,
    provider,
    model: name,
    lane,
  };
  let first: string | null = null;
  const claimKey = async (tx: Sql) => {
    if (attempt === null) return;
    const result = await rememberIdempotent(tx, { ...attempt, resultId: job.id });
    if (result.kind === 'conflict') throw new ApiProblem('idempotency_conflict');
    if (result.kind === 'same') {
      first = result.resultId;
      throw new AlreadyMade();
    }
  };
  try {
    await createJob(dependencies, job, claimKey);
  } catch (error) {
    if (!(error instanceof AlreadyMade)) throw error;
  }
  return first ?? job.id;
}

class AlreadyMade extends Error {
  override name = 'AlreadyMade';
}

/** What the person lets a job cost that does not say it itself. */
async function usualBudget(database: Database, ownerId: string): Promise<number | null> {
  const stored = await database.asUser(ownerId, (tx) => getSettings(tx, ownerId));
  return readSettings(stored).jobLimitUsd;
}
