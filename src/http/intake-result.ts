import type { Context } from 'hono';
import type { Database } from '../database/sql.ts';
import type { IntakeOutcome } from '../photos/insert-photos.ts';
import { viewPhotos } from '../photos/view-photos.ts';
import type { RenderPhotos } from './render-photo.ts';
import { json, problems } from './route-parts.ts';
import { intakeResultSchema, type IntakeResult } from './schemas/photo.ts';

export const intakeResponses = {
  201: json(intakeResultSchema, 'At least one new photo'),
  200: json(intakeResultSchema, 'All of them were here already'),
  422: json(intakeResultSchema, 'None of them could be taken'),
  '4XX': problems['4XX'],
  '5XX': problems['5XX'],
} as const;

/** What became of the files of one request, on the wire. */
export async function renderIntake(
  { database, renderPhotos }: { database: Database; renderPhotos: RenderPhotos },
  ownerId: string,
  { photoIds, indexes, duplicates, rejected, companions }: IntakeOutcome,
): Promise<IntakeResult> {
  const views = await database.asUser(ownerId, (tx) => viewPhotos(tx, ownerId, photoIds));
  const indexOf = new Map(photoIds.map((id, i) => [id, indexes[i] ?? 0]));
  return {
    photos: await renderPhotos(views),
    indexes: views.map(({ id }) => indexOf.get(id) ?? 0),
    duplicates,
    rejected,
    ...(companions.length > 0 ? { companions } : {}),
  };
}

export function answerIntake(c: Context, result: IntakeResult) {
  if (result.photos.length > 0 || result.companions !== undefined) return c.json(result, 201);
  return result.duplicates.length > 0 ? c.json(result, 200) : c.json(result, 422);
}
