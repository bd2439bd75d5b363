import { createSlots } from '../slots.ts';

/** A disk answers so many questions in the time of a few. */
const questionsAtOnce = 16;

/** Asks about everything, a few at a time; the answers are in the order of the questions. */
export async function askAtOnce<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Answer[]> {
  const slots = createSlots(questionsAtOnce);
  return await Promise.all(
    items.map(async (item) => {
      await slots.take(signal);
      try {
        return await ask(item);
      } finally {
        slots.leave();
      }
    }),
  );
}
