import { thingClasses, type Label, type ThingClass } from './classes.ts';

/** One finding of the detector; corners in parts of the picture, 0 to 1, before they are cut at its edges. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly score: number;
  /** The detector's own number of the class. */
  readonly class: number;
}

export interface Recognised {
  readonly label: Label;
  /** How many; null for several that were not counted for certain. */
  readonly count: number | null;
  /** The best score, 0 to 1. */
  readonly score: number;
  /** Part of the picture that the largest one fills, 0 to 1. */
  readonly area: number;
}

/** Two boxes of one class that overlap more than this are one thing; of two classes, two opinions about one thing. */
const sameThing = 0.5;
const sameThingOtherClass = 0.8;
/** What is much smaller than the largest of its kind stands behind it. */
const smallBesideLargest = 0.2;
/** A thing beside the largest thing is said when it is no smaller than this part of it. */
const secondOfFirst = 0.3;
/** A finding below its threshold but above this is too much doubt to say how many there are. */
const doubtful = 0.3;
const mostCounted = 2;

/** What can be said for certain of the detector's findings: at most two kinds of things, the largest first. */
export function readBoxes(boxes: readonly Box[]): Recognised[] {
  const things = suppressOverlaps(boxes.filter((box) => box.score >= doubtful));
  const kinds = [...thingClasses]
    .map(([number, kind]) =>
      ofKind(
        kind,
        things.filter((box) => box.class === number),
      ),
    )
    .filter((found) => found !== null)
    .toSorted((a, b) => b.area - a.area);
  const [first, second] = kinds;
  if (first === undefined) return [];
  if (second === undefined || second.area < first.area * secondOfFirst) return [first];
  return second.label === first.label ? [{ ...first, count: null }] : [first, second];
}

function ofKind(kind: ThingClass, things: readonly Box[]): Recognised | null {
  const least = kind.leastAnimal ?? kind.least;
  const sure = things.filter((box) => box.score >= least && areaOf(box) >= kind.area);
  const area = Math.max(0, ...sure.map(areaOf));
  if (area === 0) return null;
  const inFront = (box: Box) => areaOf(box) >= area * smallBesideLargest;
  const sureInFront = sure.filter(inFront).length;
  const score = Math.max(...sure.map((box) => box.score));
  const isCertain = things.filter(inFront).length === sureInFront && sureInFront <= mostCounted;
  return {
    label: score >= kind.least ? kind.label : 'animal',
    count: isCertain ? sureInFront : sureInFront === 1 ? 1 : null,
    score,
    area,
  };
}

/** Non-maximum suppression, the best first. */
function suppressOverlaps(boxes: readonly Box[]): Box[] {
  const kept: Box[] = [];
  for (const box of boxes.toSorted((a, b) => b.score - a.score)) {
    const covers = (other: Box) =>
      overlap(box, other) > (box.class === other.class ? sameThing : sameThingOtherClass);
    if (!kept.some(covers)) kept.push(box);
  }
  return kept;
}

const within = (value: number): number => Math.min(1, Math.max(0, value));

const areaOf = ({ left, top, right, bottom }: Box): number =>
  Math.max(0, within(right) - within(left)) * Math.max(0, within(bottom) - within(top));

/** Intersection over union. */
function overlap(a: Box, b: Box): number {
  const both =
    Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
    Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
  const size = (box: Box) => (box.right - box.left) * (box.bottom - box.top);
  const either = size(a) + size(b) - both;
  return either <= 0 ? 0 : both / either;
}
