import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useJobs, useRollcall } from '../use-rollcall.ts';
import { mergeHistory } from './history-items.ts';

/** Renames and jobs as far as they are loaded; running jobs are as the feed tells them. */
export function useHistory() {
  const { client } = useRollcall();
  const live = useJobs();
  // A job adds names to its rename as it goes on, and a review takes them away from it: both ask again.
  const state = live.map((job) => `${job.id} ${job.status} ${job.toReview}`).join(' ');
  const renames = useInfiniteQuery({
    queryKey: ['history', 'renames', state],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => client.listRenames(pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const jobs = useInfiniteQuery({
    queryKey: ['history', 'jobs', state],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => client.listJobs(pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = useMemo(() => {
    const now = new Map(live.map((job) => [job.id, job]));
    return mergeHistory({
      renames: renames.data?.pages.flatMap((page) => page.renames) ?? [],
      jobs: jobs.data?.pages.flatMap((page) => page.jobs).map((job) => now.get(job.id) ?? job) ?? [],
      moreRenames: renames.hasNextPage,
      moreJobs: jobs.hasNextPage,
    });
  }, [renames.data, renames.hasNextPage, jobs.data, jobs.hasNextPage, live]);
  return {
    items,
    loaded: renames.isSuccess && jobs.isSuccess,
    failed: renames.isError || jobs.isError,
    more: renames.hasNextPage || jobs.hasNextPage,
    loadMore: () => {
      if (renames.hasNextPage) void renames.fetchNextPage();
      if (jobs.hasNextPage) void jobs.fetchNextPage();
    },
  };
}

/** Renames that have `q` in an old or a new name, newest first. */
export function useFound(q: string) {
  const { client } = useRollcall();
  const query = useInfiniteQuery({
    queryKey: ['history', 'found', q],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => client.listRenames(pageParam ?? undefined, q),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return {
    renames: query.data?.pages.flatMap((page) => page.renames) ?? [],
    loaded: query.isSuccess && !query.isPlaceholderData,
    more: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
  };
}

/** After an undo the list and the names in it are asked for again. */
export function useRefreshHistory(): () => void {
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: ['history'] });
}
