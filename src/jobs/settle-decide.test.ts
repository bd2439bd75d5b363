import { describe, expect, test } from 'vitest';
import { defaultTemplate } from '../names/template.ts';
import type { ClaimedItem } from './claim.ts';
import type { Result } from './handle.ts';
import { verdictOf, type Standing } from './settle-decide.ts';

interface ItemParts {
  readonly apply?: 'automatic' | 'review' | 'nothing';
  readonly errors?: number;
  readonly unusable?: number;
}

const item = ({ apply = 'automatic', errors = 2, unusable = 1 }: ItemParts = {}): ClaimedItem => ({
  message: { id: 'i', ownerId: 'o', jobId: 'j', data: {}, group: null, retryCount: 0 },
  ownerId: 'o',
  id: 'i',
  jobId: 'j',
  photoId: 'p',
  position: 0,
  jobTotal: 1,
  options: {
    language: 'en',
    apply,
    template: defaultTemplate,
    context: '',
    alreadyNamed: 'skip',
    includeHandNamed: false,
  },
  provider: 'x',
  model: 'm',
  lane: 'l',
  question: 'q',
  claimNo: 1,
  callId: 'c',
  errors,
  unusable,
  crashes: 0,
  nameRev: 3,
  folder: '',
  originalName: 'IMG.JPG',
  extension: 'JPG',
  sha256: new Uint8Array(),
  prepareError: null,
  previewKey: null,
  previewRecipe: 'r',
  takenLocal: null,
  city: null,
  countryCode: null,
  camera: null,
  kind: 'photo',
  brightness: 0.5,
  stored: null,
  storedOfStack: false,
});

const standing = (more: Partial<Standing> = {}): Standing => ({
  mine: true,
  jobStatus: 'processing',
  nameRev: 3,
  nameSource: 'upload',
  state: 'ready',
  stem: 'IMG',
  extension: 'JPG',
  baseKey: 'img.jpg',
  folder: '',
  stackId: null,
  ...more,
});

const answer = (stem: string, flags: readonly string[] = []): Result => ({
  kind: 'answer',
  telling: [],
  analysis: {
    subject: stem,
    title: stem,
    short: stem,
    alt: stem,
    keywords: [],
    text: '',
    confidence: 'high',
    problem: 'none',
  },
  reused: false,
  factsHash: '',
  stem,
  flags,
  call: null,
});

describe('an answer', () => {
  test('is a name', () => {
    expect(verdictOf(item(), answer('beach'), standing())).toMatchObject({
      status: 'completed',
      rename: 'beach',
      photoState: null,
    });
  });

  test('is only a proposal where that was asked for, or where something is odd about it', () => {
    const reviewed = verdictOf(item({ apply: 'review' }), answer('beach'), standing());
    expect(reviewed).toMatchObject({
      open: true,
      photoState: 'suggested',
      rename: null,
      suggestedStem: 'beach',
    });
    const odd = verdictOf(item(), answer('beach', ['phone']), standing());
    expect(odd).toMatchObject({ open: true, photoState: 'needs_look', rename: null, flags: ['phone'] });
  });

  test('changes nothing where only looking was asked for, but heals a failure', () => {
    const looked = verdictOf(item({ apply: 'nothing' }), answer('beach', ['phone']), standing());
    expect(looked).toMatchObject({ status: 'completed', rename: null, photoState: null, open: false });
    const failed = standing({ state: 'failed' });
    expect(verdictOf(item({ apply: 'nothing' }), answer(''), failed)).toMatchObject({ photoState: 'ready' });
  });

  test('without anything to name by skips the photo', () => {
    expect(verdictOf(item(), answer(''), standing())).toMatchObject({
      status: 'skipped',
      code: 'nothing_known',
    });
  });

  test('for a name that has changed since leaves it', () => {
    const changed = standing({ nameRev: 4, nameSource: 'hand' });
    expect(verdictOf(item(), answer('beach'), changed)).toMatchObject({
      status: 'skipped',
      code: 'renamed_since',
      rename: null,
      photoState: null,
    });
  });

  test('that is the name already keeps it, whatever its number or case', () => {
    const numbered = standing({ stem: 'Beach-7', baseKey: 'beach.jpg', nameSource: 'job' });
    expect(verdictOf(item(), answer('beach'), numbered)).toMatchObject({ status: 'completed', rename: null });
  });

  test('that is the name already settles what an older job had proposed', () => {
    const proposed = standing({ stem: 'beach', baseKey: 'beach.jpg', state: 'suggested' });
    expect(verdictOf(item(), answer('beach'), proposed)).toMatchObject({
      photoState: 'ready',
      closesProposals: true,
    });
  });
});

describe('a failure', () => {
  const failure: Result = { kind: 'fail', code: 'declined', detail: 'no', call: null };

  test('is shown on a photo that has no name yet', () => {
    expect(verdictOf(item(), failure, standing())).toMatchObject({
      status: 'error',
      code: 'declined',
      photoState: 'failed',
    });
  });

  test('does not hide a name or a proposal that is there', () => {
    expect(verdictOf(item(), failure, standing({ nameSource: 'job', state: 'named' })).photoState).toBeNull();
    expect(verdictOf(item(), failure, standing({ state: 'suggested' })).photoState).toBeNull();
  });
});

describe('what is not over', () => {
  test.each([
    ['nothing', 2, 1],
    ['error', 3, 1],
    ['unusable', 2, 2],
  ] as const)('costs %s', (costs, errors, unusable) => {
    const later: Result = { kind: 'later', seconds: 1, costs, call: null };
    expect(verdictOf(item(), later, standing())).toMatchObject({
      status: 'pending',
      errors,
      unusable,
      code: null,
    });
  });

  test('given back is as it was', () => {
    expect(verdictOf(item(), { kind: 'give_back' }, standing())).toMatchObject({
      status: 'pending',
      errors: 2,
      unusable: 1,
      pause: null,
    });
  });

  test('pauses the job where the reason is everybody’s', () => {
    const pause: Result = { kind: 'pause', reason: 'bad_key', detail: 'wrong', call: null };
    expect(verdictOf(item(), pause, standing())).toMatchObject({
      status: 'pending',
      pause: { reason: 'bad_key', detail: 'wrong' },
    });
  });
});
