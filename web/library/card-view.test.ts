import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { createFormat } from '../i18n/format.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { cardLabel, cardView, failureKind, mayAskAnotherModel, type News } from './card-view.ts';

const format = createFormat(en.locale, en.time);
const view = (change: Parameters<typeof makePhoto>[0], news: News = 'old') =>
  cardView(makePhoto(change), en, format, news);

test('an unnamed photo says its date and place', () => {
  const card = view({
    name: 'IMG_4031.JPG',
    takenAt: '2012-09-29T16:11:00',
    place: { city: 'Seattle', country: 'United States', countryCode: 'US' },
  });
  expect(card).toMatchObject({
    name: { stem: 'IMG_4031', extension: '.JPG' },
    detail: '29 Sep 2012 · Seattle',
    struck: null,
  });
});

test('a new name strikes the old one, and says Named only while that is news', () => {
  const change = { state: 'named', name: 'bee.jpg', previousName: 'IMG_1.JPG', nameSource: 'job' } as const;
  expect(view(change, 'running')).toMatchObject({ struck: 'IMG_1.JPG', status: { word: 'Named' } });
  expect(view(change)).toMatchObject({ struck: 'IMG_1.JPG', status: null });
});

test('a proposal is never shown with a struck old name', () => {
  const suggested = view({ state: 'suggested', name: 'IMG_1.JPG', suggestedName: 'bee.jpg' });
  expect(suggested).toMatchObject({ name: { stem: 'bee' }, struck: null, detail: 'Now IMG_1.JPG' });
  const look = view({
    state: 'needs_look',
    name: 'IMG_1.JPG',
    suggestedName: 'bee.jpg',
    flags: ['low_confidence'],
  });
  expect(look).toMatchObject({
    name: { stem: 'IMG_1' },
    proposal: 'bee.jpg',
    struck: null,
    status: { word: 'Not sure what it shows' },
  });
});

test('a failed photo says why, even for a code that is new to the page', () => {
  expect(
    view({ state: 'failed', problem: { code: 'declined', text: '', canRetry: false } }).status?.word,
  ).toBe('Declined by provider');
  expect(
    view({ state: 'failed', problem: { code: 'brand_new', text: '', canRetry: false } }).status?.word,
  ).toBe('Failed');
});

test('a provider that could not read a photo is not a damaged file', () => {
  const problem = { code: 'photo_rejected', text: '', canRetry: false };
  expect(view({ state: 'failed', problem }).status?.word).toBe('Not read by provider');
  expect(mayAskAnotherModel(failureKind('photo_rejected'))).toBe(true);
  expect(mayAskAnotherModel(failureKind('file_damaged'))).toBe(false);
});

test('a photo that keeps its name because the job failed says why beside it, not Named', () => {
  const kept = {
    state: 'named',
    name: 'bee.jpg',
    previousName: 'IMG_1.JPG',
    nameSource: 'job',
    problem: { code: 'declined', text: '', canRetry: false },
  } as const;
  for (const news of ['running', 'ended'] as const)
    expect(view(kept, news)).toMatchObject({
      name: { stem: 'bee' },
      status: { tone: 'failed', word: 'Declined by provider' },
    });
  const same = { ...kept, problem: { ...kept.problem, code: 'unchanged' } };
  expect(view(same, 'running').status?.tone).not.toBe('failed');
});

test('a photo that waits in a job paused at a spending limit says so', () => {
  expect(view({ state: 'waiting' }, 'at_limit').status).toMatchObject({
    icon: 'limit',
    word: 'Limit reached',
  });
  expect(view({ state: 'waiting' }, 'running').status?.word).toBe('Waiting');
  const named = { state: 'named', name: 'bee.jpg', previousName: 'IMG_1.JPG', nameSource: 'job' } as const;
  expect(view(named, 'at_limit').status?.word).toBe('Named');
});

test('the label reads new name, state, old name', () => {
  const card = view(
    { state: 'named', name: 'bee.jpg', previousName: 'IMG_1.JPG', nameSource: 'job' },
    'running',
  );
  expect(cardLabel(card, en)).toBe('bee.jpg, Named, Was IMG_1.JPG');
});

test('a photo that a job went past says why while that is news', () => {
  const change = { problem: { code: 'nothing_known', text: '', canRetry: false } };
  expect(view(change, 'ended')).toMatchObject({ status: { word: 'Skipped' }, detail: 'nothing to go by' });
  expect(view(change, 'old').status).toBeNull();
  expect(view({ problem: { code: 'canceled', text: '', canRetry: false } }, 'ended').status?.word).toBe(
    'Not looked at',
  );
});

test('where nobody answered it says after how many tries', () => {
  const problem = { code: 'no_answer', text: '', canRetry: true };
  expect(view({ state: 'failed', problem }).status?.word).toBe('No answer');
  expect(view({ state: 'failed', problem: { ...problem, tries: 6 } }).status?.word).toBe(
    'No answer, 6 tries',
  );
});
