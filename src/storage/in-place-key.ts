const prefix = 'in-place/';

/** The key of an original that stays in its owner's folder; it says which picture, and the rows say where that lies. */
export const inPlaceKey = (ownerId: string, sha256Hex: string): string => `${prefix}${ownerId}/${sha256Hex}`;

export const isInPlaceKey = (key: string): boolean => key.startsWith(prefix);

/** Whose picture and which; null if it is no such key. */
export function readInPlaceKey(key: string): { readonly ownerId: string; readonly sha256Hex: string } | null {
  const [, ownerId, sha256Hex] = /^in-place\/([0-9a-f-]{36})\/([0-9a-f]{64})$/u.exec(key) ?? [];
  return ownerId === undefined || sha256Hex === undefined ? null : { ownerId, sha256Hex };
}
