import type { Provider } from '../client.ts';

export interface ModelChoice {
  provider: string;
  label: string;
  model: string;
}

/** Every model that could be asked instead of this one, those of this computer last; nothing that is not set up. */
export function otherModels(
  providers: readonly Provider[],
  asked: { provider: string; model: string },
): ModelChoice[] {
  return providers
    .filter(({ configured, reachable }) => configured && reachable !== false)
    .flatMap(({ id, label, models }) => models.map((model) => ({ provider: id, label, model })))
    .filter(({ provider, model }) => model !== '' && !(provider === asked.provider && model === asked.model));
}
