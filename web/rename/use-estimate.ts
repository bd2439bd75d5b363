import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { JobChoices } from '../client.ts';
import { useRollcall } from '../use-rollcall.ts';

/** Price and time for exactly these photos; only what is part of the question asks the server again. */
export function useEstimate(ids: readonly string[], choices: JobChoices) {
  const { client } = useRollcall();
  const { language, context, alreadyNamed, includeHandNamed, lookAgain } = choices;
  return useQuery({
    queryKey: ['estimate', ids, language, context, alreadyNamed, includeHandNamed, lookAgain],
    queryFn: () => client.estimate(ids, choices),
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: 10_000,
  });
}
