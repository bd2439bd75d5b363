import { placeKey } from './plan-moves.ts';
import { besideIt } from './safe-path.ts';

export interface Movable {
  readonly from: string;
  /** A base name. */
  readonly to: string;
}

/** Groups that are renamed at one time: one that can go straight, or several through temporary names. */
export interface Batch<Group> {
  readonly groups: readonly Group[];
  readonly isThrough: boolean;
}

interface Node<Group> {
  readonly group: Group;
  /** Those that have a name which this one wants. */
  readonly blockers: ReadonlySet<number>;
  readonly waiting: number[];
  readonly blocksItself: boolean;
  open: number;
  isOrdered: boolean;
}

/**
 * The order in which every group finds its new names free: whoever has a name goes before who wants it. Where they wait
 * for each other in a ring, and where a file stands in its own way (a change of case only), all of them step aside
 * first. Linear in the number of files.
 */
export function orderGroups<Group extends readonly Movable[]>(groups: readonly Group[]): Batch<Group>[] {
  const nodes = nodesOf(groups);
  const batches: Batch<Group>[] = [];
  const ready = [...nodes.keys()].filter((index) => nodes[index]?.open === 0);
  const emit = (indexes: readonly number[], isThrough: boolean) => {
    const members = indexes.map((index) => nodes[index]).filter((node) => node !== undefined);
    for (const node of members) node.isOrdered = true;
    batches.push({ groups: members.map(({ group }) => group), isThrough });
    for (const waiting of members.flatMap((node) => node.waiting)) {
      const node = nodes[waiting];
      if (node === undefined) continue;
      node.open -= 1;
      if (node.open === 0 && !node.isOrdered) ready.push(waiting);
    }
  };
  let done = 0;
  const emitReady = () => {
    for (; done < ready.length; done += 1) {
      const index = ready[done] ?? 0;
      emit([index], nodes[index]?.blocksItself ?? false);
    }
  };
  emitReady();
  for (const [index, node] of nodes.entries()) {
    if (node.isOrdered) continue;
    emit(ringBehind(nodes, index), true);
    emitReady();
  }
  return batches;
}

function nodesOf<Group extends readonly Movable[]>(groups: readonly Group[]): Node<Group>[] {
  const holders = new Map<string, Set<number>>();
  for (const [index, group] of groups.entries()) {
    for (const { from } of group) {
      const key = placeKey(from);
      holders.set(key, (holders.get(key) ?? new Set()).add(index));
    }
  }
  const nodes = groups.map((group, index) => {
    const wanted = group.map(({ from, to }) => placeKey(besideIt(from, to)));
    const blockers = new Set(wanted.flatMap((key) => [...(holders.get(key) ?? [])]));
    const blocksItself = blockers.delete(index);
    return { group, blockers, waiting: [], blocksItself, open: blockers.size, isOrdered: false };
  }) satisfies Node<Group>[];
  const linkedNodes: Node<Group>[] = nodes;
  for (const [index, { blockers }] of linkedNodes.entries()) {
    for (const blocker of blockers) linkedNodes[blocker]?.waiting.push(index);
  }
  return linkedNodes;
}

/** From a group that waits, along those it waits for, to one that comes again; with all that this one waits for. */
function ringBehind<Group>(nodes: readonly Node<Group>[], start: number): number[] {
  const openBlockers = (index: number) =>
    [...(nodes[index]?.blockers ?? [])].filter((blocker) => nodes[blocker]?.isOrdered === false);
  const path = new Set<number>();
  let at = start;
  while (!path.has(at)) {
    path.add(at);
    at = openBlockers(at)[0] ?? at;
  }
  const ring = new Set([at]);
  for (const member of ring) for (const blocker of openBlockers(member)) ring.add(blocker);
  return [...ring];
}
