import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../client.ts';
import { useRollcall } from '../use-rollcall.ts';

const settingsKey = ['settings'];
const spendingKey = ['spending'];
const spaceKey = ['space'];

/** What the server keeps of a person's choices. */
export function useSettings() {
  const { client } = useRollcall();
  return useQuery({
    queryKey: settingsKey,
    queryFn: client.settings,
    staleTime: 30_000,
    refetchOnWindowFocus: true,
  });
}

/** Saved at once; what was shown comes back where that failed. */
export function useSaveSettings() {
  const { client, toasts } = useRollcall();
  const queries = useQueryClient();
  return (change: Partial<Settings>): Promise<void> => {
    const before = queries.getQueryData<Settings>(settingsKey);
    if (before !== undefined) queries.setQueryData(settingsKey, { ...before, ...change });
    return client
      .saveSettings(change)
      .then((settings) => void queries.setQueryData(settingsKey, settings))
      .catch((problem: unknown) => {
        queries.setQueryData(settingsKey, before);
        toasts.problem(problem);
      })
      .finally(() => void queries.invalidateQueries({ queryKey: spendingKey }));
  };
}

export function useSpending() {
  const { client } = useRollcall();
  return useQuery({ queryKey: spendingKey, queryFn: client.spending, refetchOnWindowFocus: true });
}

export function useSpace() {
  const { client } = useRollcall();
  return useQuery({ queryKey: spaceKey, queryFn: client.space, refetchOnWindowFocus: true });
}

/** Removes deleted photos for good; answers how many, or null where that failed. */
export function useEmptyDeleted() {
  const { client, toasts } = useRollcall();
  const queries = useQueryClient();
  return async (): Promise<number | null> => {
    try {
      return (await client.emptyDeleted()).removed;
    } catch (problem) {
      toasts.problem(problem);
      return null;
    } finally {
      void queries.invalidateQueries({ queryKey: spaceKey });
      void queries.invalidateQueries({ queryKey: ['history', 'deleted'] });
    }
  };
}
