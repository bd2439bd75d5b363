import { expect, test } from 'vitest';
import { makePhoto } from '../make-photo.test-data.ts';
import { wordSources } from './word-sources.ts';

const photo = makePhoto({
  takenAt: '2004-01-18T04:27:00',
  place: { city: 'Bergen', country: 'Norway', countryCode: 'NO' },
  analysis: {
    subject: 'red research ship',
    title: 'Red ship Geo Searcher',
    short: 'red ship',
    alt: '',
    keywords: [],
    text: 'GEO SEARCHER, SHIP',
    confidence: 'medium',
    problem: '',
    language: 'en',
    provider: 'openai',
    model: 'm',
  },
});

test('each word of a name says where it comes from', () => {
  const name = '2004-01-bergen-red-ship-geo-searcher.jpg';
  expect(wordSources(name, name, photo).map(({ word, source }) => `${word} ${source}`)).toEqual([
    '2004 date',
    '01 date',
    'bergen place',
    'red picture',
    'ship picture',
    'geo text',
    'searcher text',
  ]);
});

test('a word that was not proposed is from the person, also if it stands in the picture', () => {
  const [first] = wordSources('searcher-at-sea.jpg', 'red-ship.jpg', photo);
  expect(first).toEqual({ before: '', word: 'searcher', source: 'you' });
});

test('what stands between the words is told as it stands', () => {
  const words = wordSources('Red ship, at-sea.jpg', 'red-ship.jpg', photo);
  expect(words.map(({ before, word }) => before + word).join('')).toBe('Red ship, at-sea');
});
