/** Percent of a bar: what is there at all is seen, and nothing runs over. */
export function shareOf(part: number, whole: number): number {
  if (part <= 0) return 0;
  return whole <= 0 ? 100 : Math.min(100, Math.max(0.5, (part / whole) * 100));
}
