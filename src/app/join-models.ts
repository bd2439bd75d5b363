import { createProviderKeys } from '../database/provider-keys.ts';
import type { Seal } from '../database/seal.ts';
import { joinModels, type ModelsJoining } from '../edge/join-models.ts';
import { createConnectedModel } from '../jobs/connect-model.ts';

/** The models of a process, with the one that a person may connect on the page laid over the environment's. */
export function joinOwnModels(
  parts: ModelsJoining & {
    readonly seal: Seal;
    /** The one owner of a server without sign-in; null where people sign in. */
    readonly soleOwnerId: string | null;
  },
) {
  const { config: environment, database, seal, soleOwnerId } = parts;
  const models = joinModels(parts);
  const { providers } = models;
  const keys = createProviderKeys(seal);
  const connectedModel =
    soleOwnerId === null
      ? null
      : createConnectedModel({ database, keys, providers, environment, ownerId: soleOwnerId });
  return { ...models, connectedModel };
}

export type Models = ReturnType<typeof joinOwnModels>;
