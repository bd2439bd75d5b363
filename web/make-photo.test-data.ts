import { defaultTemplate } from '../src/names/template.ts';
import type { Job } from '../src/http/schemas/job.ts';
import type { Photo } from '../src/http/schemas/photo.ts';

/** A photo as the server sends it, for tests: name what matters, the rest is ordinary. */
export function makePhoto(change: Partial<Photo> = {}): Photo {
  const id = change.id ?? 'p1';
  return {
    id,
    folder: '',
    name: 'IMG_0001.JPG',
    originalName: 'IMG_0001.JPG',
    previousName: null,
    suggestedName: null,
    nameSource: 'upload',
    nameRev: 0,
    mediaType: 'image/jpeg',
    bytes: 1_000_000,
    width: 4000,
    height: 3000,
    takenAt: null,
    camera: null,
    place: null,
    thumbhash: null,
    state: 'ready',
    flags: [],
    problem: null,
    jobId: null,
    analysis: null,
    stack: null,
    urls: { thumbnail: `/t/${id}`, preview: `/p/${id}`, file: `/f/${id}` },
    createdAt: '2026-01-01T00:00:00Z',
    seq: 1,
    ...change,
  };
}

export function makeJob(change: Partial<Job> = {}): Job {
  return {
    id: '019a0000-0000-7000-8000-000000000001',
    kind: 'rename',
    status: 'processing',
    reason: null,
    total: 128,
    succeeded: 81,
    failed: 3,
    skipped: 0,
    canceled: 0,
    processed: 84,
    remaining: 44,
    inFlight: 8,
    toReview: 0,
    unchanged: 0,
    undone: false,
    progress: 84 / 128,
    ratePerMinute: 96,
    etaSeconds: 31,
    waitingUntil: null,
    runningSeconds: 53,
    error: null,
    provider: 'openai',
    model: 'gpt-6-luna',
    renameId: null,
    options: {
      language: 'en',
      apply: 'automatic',
      template: defaultTemplate,
      context: '',
      alreadyNamed: 'skip',
      includeHandNamed: false,
    },
    budgetUsd: null,
    limitReached: null,
    cost: { usd: 0.01, priceKnown: true, inputTokens: 1, outputTokens: 1, calls: 80, reused: 9 },
    createdAt: '2026-01-01T00:00:00Z',
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: null,
    seq: 1,
    ...change,
  };
}
