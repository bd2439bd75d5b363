const page = 8;

/** Where a key leads in a list of names: to another of them, up and out of the list, or nowhere. */
export function jumpTo(
  key: string,
  { active, names }: { active: number; names: readonly string[] },
): number | 'up' | null {
  if (key === 'Backspace' || key === 'ArrowLeft') return 'up';
  if (names.length === 0) return null;
  const within = (to: number) => Math.max(0, Math.min(names.length - 1, to));
  switch (key) {
    case 'ArrowDown':
      return within(active + 1);
    case 'ArrowUp':
      return within(active - 1);
    case 'PageDown':
      return within(active + page);
    case 'PageUp':
      return within(active - page);
    case 'Home':
      return 0;
    case 'End':
      return names.length - 1;
    default:
      return key.length === 1 && key !== ' ' ? beginningWith(key, active, names) : null;
  }
}

/** The next name that begins with the letter, from the one after the active around to it. */
function beginningWith(letter: string, active: number, names: readonly string[]): number | null {
  const wanted = letter.toLowerCase();
  const places = names.map((_, offset) => (active + 1 + offset) % names.length);
  return places.find((place) => names[place]?.toLowerCase().startsWith(wanted)) ?? null;
}
