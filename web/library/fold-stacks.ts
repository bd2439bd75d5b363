import type { Photo } from '../../src/http/schemas/photo.ts';
import { splitName } from '../name-parts.ts';

/** A stack as the grid shows it. */
export interface ShownStack {
  id: string;
  kind: 'burst' | 'pair';
  /** The photos of it that are in the list, in their order. */
  members: readonly string[];
  /** The one that stands for all while it is folded. */
  lead: string;
  open: boolean;
}

export interface FoldedList {
  /** Cards in their order: of a folded stack its lead, of an open one all members, side by side. */
  ids: readonly string[];
  /** By each member. */
  stacks: ReadonlyMap<string, ShownStack>;
}

/** Stacks stand where the first of their photos would; what is alone in the list stands as it is. */
export function foldStacks(
  ids: readonly string[],
  photo: (id: string) => Photo | undefined,
  isOpen: (stackId: string) => boolean,
): FoldedList {
  const stacks = new Map<string, ShownStack>();
  for (const [id, members] of membersOf(ids, photo)) {
    if (members.length < 2) continue;
    const kind = photo(members[0] ?? '')?.stack?.kind ?? 'burst';
    const lead = leadOf(members, photo);
    const stack = { id, kind, members, lead, open: isOpen(id) };
    for (const member of members) stacks.set(member, stack);
  }
  if (stacks.size === 0) return { ids, stacks };
  const folded = ids.flatMap((id) => {
    const stack = stacks.get(id);
    if (stack === undefined) return [id];
    if (stack.members[0] !== id) return [];
    return stack.open ? stack.members : [stack.lead];
  });
  return { ids: folded, stacks };
}

function membersOf(ids: readonly string[], photo: (id: string) => Photo | undefined): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const id of ids) {
    const stackId = photo(id)?.stack?.id;
    if (stackId === undefined) continue;
    const known = members.get(stackId);
    if (known) known.push(id);
    else members.set(stackId, [id]);
  }
  return members;
}

const picture = /^\.(jpe?g|hei[cf]|png|webp|avif)$/iu;

/** Of RAW and JPEG the JPEG. */
function leadOf(members: readonly string[], photo: (id: string) => Photo | undefined): string {
  return members.find((id) => picture.test(extensionOf(photo(id)))) ?? members[0] ?? '';
}

const extensionOf = (photo: Photo | undefined): string => splitName(photo?.name ?? '').extension;

/** "DNG", or "DNG, XMP": what a pair has besides its lead. */
export function companionExtensions(stack: ShownStack, photo: (id: string) => Photo | undefined): string {
  const others = stack.members.filter((id) => id !== stack.lead);
  const extensions = others.map((id) => extensionOf(photo(id)).replace('.', '').toUpperCase());
  return [...new Set(extensions)].join(', ');
}
