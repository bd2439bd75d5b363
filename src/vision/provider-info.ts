import { openAi, type Dialect } from './dialects.ts';
import type { Endpoint } from './endpoints.ts';
import type { LocalServer } from './local-servers.ts';
import type { VisionModel } from './vision-model.ts';

export interface ProviderInfo {
  readonly id: string;
  readonly label: string;
  readonly model: string;
  readonly models: string[];
  readonly current: boolean;
  readonly local: boolean;
  readonly configured: boolean;
  readonly reachable: boolean | null;
  readonly baseUrl: string | null;
  readonly keyHint: string | null;
}

export function endpointInfo(endpoint: Endpoint | null, model: string, now: VisionModel): ProviderInfo {
  const dialect = endpoint?.dialect ?? openAi;
  const key = endpoint?.apiKey ?? null;
  return {
    id: dialect.id,
    label: dialect.label,
    model,
    models: [model],
    current: now.provider === dialect.id,
    local: dialect.local,
    configured: endpoint !== null,
    reachable: null,
    baseUrl: endpoint?.baseUrl ?? dialect.defaultBaseUrl,
    // Of a short key four characters would be too much.
    keyHint: key === null || key.length < 12 ? null : key.slice(-4),
  };
}

export function localInfo(dialect: Dialect, servers: readonly LocalServer[], now: VisionModel): ProviderInfo {
  const server = servers.find((one) => one.dialect.id === dialect.id);
  const current = now.provider === dialect.id;
  return {
    id: dialect.id,
    label: dialect.label,
    model: current ? now.model : (server?.models[0] ?? ''),
    models: [...(server?.models ?? [])],
    current,
    local: true,
    configured: current || (server !== undefined && server.models.length > 0),
    reachable: server !== undefined,
    baseUrl: dialect.defaultBaseUrl,
    keyHint: null,
  };
}

export function onDeviceInfo(onDevice: VisionModel, now: VisionModel): ProviderInfo {
  return {
    id: onDevice.provider,
    label: 'Basic names',
    model: onDevice.model,
    models: [onDevice.model],
    current: now === onDevice,
    local: true,
    configured: true,
    reachable: true,
    baseUrl: null,
    keyHint: null,
  };
}
