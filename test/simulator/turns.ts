/** Places at the machine: who comes when all are taken waits. */
export function createTurns() {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return {
    async take(places: number): Promise<void> {
      if (taken >= places) await new Promise<void>((resolve) => waiting.push(resolve));
      taken += 1;
    },
    give(): void {
      taken -= 1;
      waiting.shift()?.();
    },
  };
}
