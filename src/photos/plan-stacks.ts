/** What decides whether photos of one folder belong together. */
export interface Shot {
  readonly id: string;
  readonly stackId: string | null;
  readonly shotKey: string | null;
  /** Local time as the camera wrote it; without one a photo is in no burst. */
  readonly takenLocal: string | null;
  readonly mediaType: string;
  readonly hash: Uint8Array | null;
}

/** Of 128 bits. Different photos are 38 apart and more; so close in time, 24 are one scene. */
const mostBits = 24;
export const burstSeconds = 10;
/** A longer series makes several stacks: whoever joins one, all its photos are told. */
const mostInStack = 50;

/**
 * The stack each photo is in from now on, for those where that changes. `pairs` are photos met with a neighbour each,
 * `members` the photos of the stacks they are in already. Stacks that meet become one.
 */
export function planStacks(
  pairs: readonly (readonly [Shot, Shot])[],
  members: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const sets = createSets(members);
  // Files of one shot come first: the limit must not part them.
  for (const belong of [isOneShot, isBurst])
    for (const [one, other] of pairs) if (belong(one, other)) sets.join(one, other);
  return sets.moved();
}

/** A RAW file and what the camera, or somebody later, made of the same shot. */
function isOneShot(one: Shot, other: Shot): boolean {
  if (one.shotKey === null || one.shotKey !== other.shotKey) return false;
  if (isRaw(one.mediaType) === isRaw(other.mediaType)) return false;
  return one.takenLocal === null || other.takenLocal === null || one.takenLocal === other.takenLocal;
}

const isRaw = (mediaType: string): boolean => mediaType === 'image/x-adobe-dng';

function isBurst(one: Shot, other: Shot): boolean {
  if (one.takenLocal === null || other.takenLocal === null) return false;
  if (one.hash === null || other.hash === null) return false;
  const apart = Math.abs(toSeconds(one.takenLocal) - toSeconds(other.takenLocal));
  return apart <= burstSeconds && bitsApart(one.hash, other.hash) <= mostBits;
}

const toSeconds = (local: string): number => Date.parse(`${local.replace(' ', 'T')}Z`) / 1000;

function bitsApart(one: Uint8Array, other: Uint8Array): number {
  let bits = 0;
  for (const [at, byte] of one.entries())
    for (let left = byte ^ (other[at] ?? 0); left > 0; left &= left - 1) bits += 1;
  return bits;
}

interface StackSet {
  /** Null while there is a single photo in it. */
  readonly id: string | null;
  readonly photos: readonly string[];
}

function createSets(members: ReadonlyMap<string, readonly string[]>) {
  const sets = new Map<string, StackSet>();
  const joined = new Set<string>();
  const setOf = ({ id, stackId }: Shot): StackSet => {
    const known = sets.get(id);
    if (known !== undefined) return known;
    const photos = stackId === null ? [id] : (members.get(stackId) ?? [id]);
    const set = { id: stackId, photos };
    for (const photo of photos) sets.set(photo, set);
    return set;
  };
  return {
    join(one: Shot, other: Shot): void {
      const [a, b] = [setOf(one), setOf(other)];
      if (a === b || a.photos.length + b.photos.length > mostInStack) return;
      const photos = [...a.photos, ...b.photos];
      const larger = a.photos.length >= b.photos.length ? a : b;
      const id = larger.id ?? a.id ?? b.id ?? photos.toSorted()[0] ?? one.id;
      const set = { id, photos };
      for (const photo of photos) {
        sets.set(photo, set);
        joined.add(photo);
      }
    },
    moved: (): ReadonlyMap<string, string> =>
      new Map(
        [...joined].flatMap((photo) => {
          const id = sets.get(photo)?.id ?? null;
          return id === null ? [] : [[photo, id] as const];
        }),
      ),
  };
}
