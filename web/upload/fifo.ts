export type Fifo<T> = ReturnType<typeof createFifo<T>>;

/** A line that is left as cheaply as it is joined, however long it is. */
export function createFifo<T>() {
  let items: T[] = [];
  let start = 0;

  return {
    size: (): number => items.length - start,
    push: (item: T): void => void items.push(item),
    peek: (): T | undefined => items[start],
    first: (count: number): readonly T[] => items.slice(start, start + count),
    take(count: number): T[] {
      const taken = items.slice(start, start + count);
      start += taken.length;
      // Now and then what has left is let go of, all at once.
      if (start > 1000 && start * 2 > items.length) {
        items = items.slice(start);
        start = 0;
      }
      return taken;
    },
    clear(): void {
      items = [];
      start = 0;
    },
  };
}
