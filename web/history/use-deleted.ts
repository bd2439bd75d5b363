import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useActions } from '../use-actions.ts';
import { useRollcall } from '../use-rollcall.ts';

const queryKey = ['history', 'deleted'];

/** Photos that can still be brought back, newest deleted first, as far as they are loaded. */
export function useDeleted() {
  const { client } = useRollcall();
  const cache = useQueryClient();
  const actions = useActions();
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => client.listDeleted(pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const refresh = () => cache.invalidateQueries({ queryKey });
  return {
    photos: query.data?.pages.flatMap((page) => page.photos) ?? [],
    loaded: query.isSuccess,
    failed: query.isError && !query.isSuccess,
    more: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
    refresh: () => void refresh(),
    /** Asks for the list again also where only some came back. */
    bringBack: (ids: readonly string[]): Promise<void> => actions.bringBack(ids).finally(refresh),
  };
}
