import { statement, type Sql } from '../database/sql.ts';
import { listChangedJobs, listCurrentJobs, mostChangedJobs } from '../jobs/view-jobs.ts';
import { countPhotos } from '../photos/list-photos.ts';
import type { PhotoView } from '../photos/photo.ts';
import { viewPhotos } from '../photos/view-photos.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { createRenderPhotos } from './render-photo.ts';
import type { ChangeEvent, ChangesAnswer, PhotosEvent } from './schemas/event.ts';

/** Beyond this a client is better off to fetch its lists anew. */
const mostChanges = 500;

const headSeq = statement('events.head', 'select seq from rollcall.owners where id = $1');

const changedPhotos = statement(
  'events.changed_photos',
  `select id, deleted from (
     select p.id, p.deleted_at is not null as deleted from rollcall.photos p where p.owner_id = $1 and p.seq > $2
     union
     select p.id, p.deleted_at is not null from rollcall.job_items i
     cross join lateral (select * from rollcall.photos x
       where x.owner_id = i.owner_id and x.id = i.photo_id limit 1) p
     where i.owner_id = $1 and i.seq > $2) c
   limit ${mostChanges + 1}`,
);

/** What is newer than `last`, or everything as a snapshot where that is unknown or too much. */
export type ReadChanges = (ownerId: string, last: number | null) => Promise<ChangesAnswer>;

export function createReadChanges(
  dependencies: Pick<ApiDependencies, 'database' | 'store' | 'onError'>,
): ReadChanges {
  const renderPhotos = createRenderPhotos(dependencies);
  return async (ownerId, last) => {
    const { seq, events, changed } = await dependencies.database.asUser(ownerId, (tx) =>
      lookFor(tx, ownerId, last),
    );
    if (changed === null) return { seq, events };
    // Outside the transaction: the store may be asked for links.
    const photos = await renderPhotos(changed.views);
    const { removed, counts } = changed;
    return { seq, events: [...events, { type: 'photos', data: { seq, photos, removed, counts } }] };
  };
}

interface Found {
  readonly seq: number;
  /** But for that of the photos. */
  readonly events: ChangeEvent[];
  readonly changed: (Pick<PhotosEvent, 'removed' | 'counts'> & { readonly views: PhotoView[] }) | null;
}

/** The head first, then the rows after the last id: the other order loses what commits in between. */
async function lookFor(tx: Sql, ownerId: string, last: number | null): Promise<Found> {
  const [head] = await tx.query<{ seq: number }>(headSeq, [ownerId]);
  const seq = head?.seq ?? 0;
  if (last === seq) return { seq, events: [], changed: null };
  if (last === null || last > seq) return snapshot(tx, ownerId, seq);
  const changed = await tx.query<{ id: string; deleted: boolean }>(changedPhotos, [ownerId, last]);
  if (changed.length > mostChanges) return snapshot(tx, ownerId, seq);
  const jobs = await listChangedJobs(tx, ownerId, last);
  if (jobs.length > mostChangedJobs) return snapshot(tx, ownerId, seq);
  const events: ChangeEvent[] = [];
  if (jobs.length > 0) events.push({ type: 'jobs', data: { seq, jobs } });
  if (changed.length === 0) return { seq, events, changed: null };
  const views = await viewPhotos(
    tx,
    ownerId,
    changed.filter((p) => !p.deleted).map((p) => p.id),
  );
  const removed = changed.filter((p) => p.deleted).map((p) => p.id);
  return { seq, events, changed: { views, removed, counts: await countPhotos(tx, ownerId) } };
}

async function snapshot(tx: Sql, ownerId: string, seq: number): Promise<Found> {
  const jobs = await listCurrentJobs(tx, ownerId);
  const counts = await countPhotos(tx, ownerId);
  return { seq, events: [{ type: 'snapshot', data: { seq, jobs, counts } }], changed: null };
}
