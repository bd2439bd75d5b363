import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../i18n/use-words.tsx';
import { useRollcall } from '../use-rollcall.ts';
import { providerName } from './provider-name.ts';

export interface Namer {
  known: boolean;
  id: string;
  /** No model: names from date, place and simple recognition. */
  basic: boolean;
  local: boolean;
  model: string;
  provider: string;
  reachable: boolean;
}

/** Who gives the names now. Until the server says, nothing is promised beyond the basic namer. */
export function useNamer(): Namer {
  const { data } = useProviders();
  const { words } = useSpeech();
  const current = data?.find((provider) => provider.current);
  return {
    known: data !== undefined,
    id: current?.id ?? '',
    basic: current === undefined || current.id === 'on-device',
    local: current?.local ?? true,
    model: current?.model ?? '',
    provider: current ? providerName(current, words) : '',
    reachable: current?.reachable !== false,
  };
}

export function useProviders() {
  const { client } = useRollcall();
  return useQuery({
    queryKey: ['providers'],
    queryFn: async () => (await client.providers()).providers,
    staleTime: 30_000,
    // Another tab may have connected a model meanwhile, and a local server may have been started.
    refetchOnWindowFocus: true,
  });
}

/** A provider's own name by its id, as jobs carry it. */
export function useProviderLabel(id: string): string {
  const { data } = useProviders();
  const { words } = useSpeech();
  const provider = data?.find((each) => each.id === id);
  return provider ? providerName(provider, words) : id;
}
