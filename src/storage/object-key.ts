const longestKey = 512;

/**
 * Checks a key before any adapter sees it. Keys are made by us, so one that could leave its store is a mistake in this
 * program, or somebody's text that got where it must not: it throws rather than being cleaned.
 */
export function assertObjectKey(key: string): void {
  if (!isObjectKey(key)) throw new TypeError('This is no object key.');
}

export function isObjectKey(key: string): boolean {
  const isPath = /^[a-z0-9][a-z0-9.-]*(?:\/[a-z0-9][a-z0-9.-]*)*$/u.test(key);
  return isPath && key.length <= longestKey && !key.includes('..');
}
