import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../problem.ts';
import { useAccount } from '../sign-in/account.ts';
import { useRollcall } from '../use-rollcall.ts';
import type { DiskFolder } from './disk-requests.ts';

const key = ['disk-folders'];
const none: readonly DiskFolder[] = [];

/** Folders on disk that were opened, the last one first; `offered` says whether this Rollcall has them at all. */
export function useDiskFolders() {
  const { client } = useRollcall();
  // Whoever signs in is on another computer than the one whose folders these would be.
  const account = useAccount();
  const { data, isFetched } = useQuery({
    queryKey: key,
    enabled: account === null,
    queryFn: () => client.disk.folders().catch(nullIfNotOffered),
    retry: false,
    staleTime: 30_000,
  });
  return {
    known: isFetched || account !== null,
    offered: data !== undefined && data !== null,
    folders: data ?? none,
  };
}

export function useRefreshDiskFolders(): () => void {
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: key });
}

function nullIfNotOffered(problem: unknown): null {
  if (problem instanceof ApiProblem && (problem.status === 404 || problem.status === 501)) return null;
  throw problem;
}
