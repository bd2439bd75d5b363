import type { UploadState } from './upload-queue.ts';

/** Bytes a second since the upload began, and seconds left; null while there is nothing to go by. */
export function uploadRate(state: UploadState, now: number): { speed: number | null; left: number | null } {
  const seconds = (now - state.startedAt) / 1000;
  if (seconds < 1 || state.sentBytes === 0 || state.paused) return { speed: null, left: null };
  const speed = state.sentBytes / seconds;
  return { speed, left: (state.totalBytes - state.sentBytes) / speed };
}
