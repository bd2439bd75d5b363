export type Order = 'selection' | 'taken' | 'name';
export type Restart = 'never' | 'folder' | 'day';

export interface NumberedPhoto {
  readonly folder: string;
  /** `YYYY-MM-DDTHH:MM:SS`, without a zone. */
  readonly takenLocal: string | null;
  /** The name it has now. */
  readonly name: string;
  /** The files of one shot, which have the same here, count as one. */
  readonly shot?: string | null;
}

/** Where a photo stands among those that are counted with it. */
export interface CountedPlace {
  /** From 0. */
  readonly position: number;
  /** As many as the largest group has, so that all numbers of a batch are of one width. */
  readonly total: number;
}

/**
 * The place of each photo for its number, in the order of the photos. Photos without a time stand last, by name;
 * equal ones stay as they were chosen.
 */
export function numberPhotos(
  photos: readonly NumberedPhoto[],
  { order, restart }: { readonly order: Order; readonly restart: Restart },
): readonly CountedPlace[] {
  const next = new Map<string, number>();
  const positions = new Map<number, number>();
  const ofShots = new Map<string, number>();
  for (const at of inOrder(photos, order)) {
    const { shot = null } = photos[at] ?? {};
    const counted = shot === null ? undefined : ofShots.get(shot);
    const group = groupOf(photos[at], restart);
    const position = counted ?? next.get(group) ?? 0;
    if (counted === undefined) next.set(group, position + 1);
    if (shot !== null) ofShots.set(shot, position);
    positions.set(at, position);
  }
  const total = [...next.values()].reduce((most, count) => Math.max(most, count), 0);
  return photos.map((_, at) => ({ position: positions.get(at) ?? 0, total }));
}

function groupOf(photo: NumberedPhoto | undefined, restart: Restart): string {
  switch (restart) {
    case 'never':
      return '';
    case 'folder':
      return photo?.folder ?? '';
    case 'day':
      return photo?.takenLocal?.slice(0, 10) ?? '';
    default:
      return restart satisfies never;
  }
}

/** The indexes of the photos as they are counted. */
function inOrder(photos: readonly NumberedPhoto[], order: Order): readonly number[] {
  const indexes = photos.map((_, at) => at);
  if (order === 'selection') return indexes;
  const keys = photos.map(({ takenLocal, name }) => {
    // After every year.
    const time = order === 'taken' ? (takenLocal ?? '~') : '';
    return { time, name: naturalKey(name) };
  });
  return indexes.toSorted((one, other) => {
    const [a, b] = [keys[one], keys[other]];
    if (a === undefined || b === undefined) return 0;
    return compare(a.time, b.time) || compare(a.name, b.name);
  });
}

/**
 * Sorts `img2` before `img10`, and is the same on every machine, which no collation is: each run of digits is its
 * length, then itself.
 */
export function naturalKey(name: string): string {
  return name.toLowerCase().replace(/\d+/gu, (digits) => {
    const number = digits.replace(/^0+(?=\d)/u, '');
    return `${String(number.length).padStart(3, '0')}${number}`;
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
