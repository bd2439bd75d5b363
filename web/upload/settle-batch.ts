import type { IntakeResult } from '../../src/http/schemas/photo.ts';
import type { PickedFile } from './upload-queue.ts';
import type { UploadEntry, UploadTally } from './upload-tally.ts';

/** The files of a request go over the line one after the other: bytes fill them in that order. */
export function spreadBytes(tally: UploadTally, batch: readonly UploadEntry[], sent: number): void {
  let rest = sent;
  for (const entry of batch) {
    const bytes = entry.bytes ?? 0;
    const mine = Math.max(0, Math.min(bytes, rest));
    rest -= mine;
    tally.change(entry, { sent: bytes === 0 ? 1 : mine / bytes });
  }
}

/** Two files of one request may have the same name: the answer tells them apart by their place in it. */
export function settleBatch(
  tally: UploadTally,
  { batch, result }: { batch: readonly UploadEntry[]; result: IntakeResult },
  note: (file: PickedFile, photoId: string) => void,
): void {
  const duplicates = new Map(result.duplicates.map((each) => [each.index, each]));
  const rejected = new Map(result.rejected.map((each) => [each.index, each]));
  const companions = new Map((result.companions ?? []).map((each) => [each.index, each]));
  const photos = new Map(result.photos.map((photo, at) => [result.indexes[at], photo]));
  for (const [index, entry] of batch.entries()) {
    const reject = rejected.get(index);
    const companion = companions.get(index);
    const duplicate = duplicates.get(index);
    const photoId = duplicate?.photoId ?? photos.get(index)?.id ?? null;
    if (photoId !== null && entry.picked !== null) note(entry.picked, photoId);
    if (reject)
      tally.change(entry, { status: 'rejected', sent: 1, code: reject.code, detail: reject.detail });
    else if (companion) tally.change(entry, { status: 'companion', sent: 1, photoId: companion.photoId });
    else tally.change(entry, { status: duplicate ? 'duplicate' : 'uploaded', sent: 1, photoId });
  }
}
