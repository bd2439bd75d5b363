import { expect, test } from 'vitest';
import { thingClasses } from './classes.ts';
import { readBoxes, type Box } from './read-boxes.ts';

const person = 0;
const cat = 15;
const dog = 16;
const cow = 19;
const bear = 21;
const clock = 74;

/** A box of that size with its corner at `left`, 0.1. */
const box = (number: number, score: number, left = 0.1, size = 0.3): Box => ({
  left,
  top: 0.1,
  right: left + size,
  bottom: 0.1 + size,
  score,
  class: number,
});

const said = (...boxes: Box[]) => readBoxes(boxes).map(({ label, count }) => [label, count]);

test('what is sure enough and large enough is said', () => {
  expect(said(box(cat, 0.6))).toEqual([['cat', 1]]);
  expect(said(box(cat, 0.35))).toEqual([]);
  expect(said(box(cat, 0.6, 0.1, 0.1))).toEqual([]);
});

test('what the detector is often wrong about is never said, however sure it is', () => {
  expect(said(box(clock, 0.99))).toEqual([]);
  expect(thingClasses.size).toBeLessThanOrEqual(40);
});

test('two findings of one thing are one thing', () => {
  expect(said(box(cat, 0.6), box(cat, 0.5, 0.13))).toEqual([['cat', 1]]);
  expect(said(box(dog, 0.6), box(cat, 0.5, 0.11))).toEqual([['dog', 1]]);
});

test('two are counted when both are sure; more, or a doubtful one, are several', () => {
  expect(said(box(person, 0.6, 0), box(person, 0.55, 0.5))).toEqual([['person', 2]]);
  expect(said(box(person, 0.6, 0), box(person, 0.55, 0.5), box(person, 0.4, 0.65))).toEqual([
    ['person', null],
  ]);
  expect(said(box(person, 0.6, 0), box(person, 0.4, 0.5))).toEqual([['person', 1]]);
});

test('somebody far behind is not counted', () => {
  expect(said(box(person, 0.6, 0, 0.6), box(person, 0.6, 0.7, 0.2))).toEqual([['person', 1]]);
});

test('the largest stands first; what is small beside it is left out', () => {
  expect(said(box(dog, 0.6, 0, 0.3), box(person, 0.6, 0.4, 0.5))).toEqual([
    ['person', 1],
    ['dog', 1],
  ]);
  expect(said(box(dog, 0.9, 0, 0.2), box(person, 0.6, 0.4, 0.5))).toEqual([['person', 1]]);
});

test('an animal of a kind that others are taken for is an animal until it is very sure', () => {
  expect(said(box(bear, 0.69))).toEqual([['animal', 1]]);
  expect(said(box(bear, 0.8))).toEqual([['bear', 1]]);
  expect(said(box(bear, 0.6, 0), box(cow, 0.6, 0.5))).toEqual([['animal', null]]);
});

test('a box that reaches beyond the picture counts with what lies inside', () => {
  const [found] = readBoxes([{ ...box(cat, 0.6), left: -1, right: 0.5, top: -1, bottom: 0.5 }]);
  expect(found?.area).toBeCloseTo(0.25);
  expect(readBoxes([{ ...box(cat, 0.9), left: 1.1, right: 1.9 }])).toEqual([]);
});
