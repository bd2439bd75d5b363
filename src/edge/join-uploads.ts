import type { Clock } from '../clock.ts';
import type { Database } from '../database/sql.ts';
import { uploadedPhotoRoutes } from '../http/uploaded-photos.ts';
import { detectMediaType } from '../images/detect-type.ts';
import { readPictureSize } from '../images/picture-size.ts';
import { createUploadRegister } from '../photos/register-uploads.ts';
import type { Queue } from '../queue/queue.ts';
import type { ObjectStore } from '../storage/object-store.ts';

export interface UploadsJoining {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  readonly newId: () => string;
  readonly clock: Pick<Clock, 'now'>;
  readonly maxBytes: number;
  readonly onError: (error: unknown, what: string) => void;
}

/** The route for what people uploaded straight to the store; none where they cannot. Portable: servers use it too. */
export function joinUploads(joining: UploadsJoining) {
  const { store, clock } = joining;
  const { readStart } = store;
  if (readStart === undefined) return [];
  const registerUploads = createUploadRegister({
    ...joining,
    store: { ...store, readStart },
    detectMediaType,
    pictureSize: readPictureSize,
    now: clock.now,
  });
  return [uploadedPhotoRoutes({ ...joining, registerUploads })];
}
