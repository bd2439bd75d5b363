import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { closeServer, json, listenOn, readBody } from '../simulator/server-sockets.ts';

export interface Deployed {
  readonly verify_jwt: boolean;
  readonly entrypoint_path: string;
  readonly import_map_path: string;
  readonly files: readonly string[];
}

export interface ManagementApi {
  readonly url: string;
  /** What was uploaded, by slug. */
  readonly deployed: ReadonlyMap<string, Deployed>;
  /** Versions of all functions of the project, by slug. */
  readonly versions: ReadonlyMap<string, number>;
  /** Secrets of the functions. */
  readonly secrets: Map<string, string>;
  /** Calls that changed something. */
  readonly changes: string[];
  /** A function that somebody deployed before, with its one file. */
  addFunction(slug: string, text: string): void;
  /** From now on deployments are answered with this status; null: as they should be. */
  failDeployments(status: number | null): void;
  /** From now on whoever sets secrets waits for an answer. */
  holdSecrets: boolean;
  signUpsAreOpen: boolean;
  close(): Promise<void>;
}

export const accessToken = `sbp_${'0'.repeat(40)}`;

interface Kept {
  version: number;
  readonly updatedAt: number;
  readonly read: () => Promise<{ path: string; text: string }[]>;
}

/** Supabase's management API as far as an installation goes; what is uploaded is written below `folder`. */
export async function startManagementApi(folder: string): Promise<ManagementApi> {
  const deployed = new Map<string, Deployed>();
  const versions = new Map<string, number>();
  const functions = new Map<string, Kept>();
  const secrets = new Map<string, string>();
  const changes: string[] = [];
  let deploymentsFailWith: number | null = null;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => json(response, 500, { message: String(error) }));
  });
  const url = `http://127.0.0.1:${await listenOn(server, 0)}`;
  const api: ManagementApi = {
    url,
    deployed,
    versions,
    secrets,
    changes,
    addFunction(slug, text) {
      const path = `source/supabase/functions/${slug}/index.ts`;
      put(slug, async () => [{ path, text }]);
    },
    failDeployments: (status) => void (deploymentsFailWith = status),
    holdSecrets: false,
    signUpsAreOpen: false,
    close: () => closeServer(server),
  };
  return api;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const body = await readBody(request);
    if (request.headers.authorization !== `Bearer ${accessToken}`)
      return json(response, 401, { message: 'Unauthorized' });
    if (method !== 'GET') changes.push(`${method} ${pathname}`);
    if (pathname.endsWith('/functions/deploy')) {
      if (deploymentsFailWith !== null) return json(response, deploymentsFailWith, { message: 'failing' });
      const slug = searchParams.get('slug') ?? '';
      const kept = await keep(request, body);
      deployed.set(slug, kept);
      put(slug, () =>
        Promise.all(
          kept.files.map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') })),
        ),
      );
      return json(response, 201, describeFunction(slug));
    }
    if (pathname.endsWith('/functions')) {
      const all = [...functions.keys()].map(describeFunction);
      return json(response, 200, method === 'PUT' ? { functions: all } : all);
    }
    const slug = /\/functions\/([^/]+)\/body$/u.exec(pathname)?.[1];
    if (slug !== undefined) return await sendBody(response, slug);
    if (pathname.endsWith('/secrets')) {
      if (method === 'GET') return json(response, 200, [...secrets].map(describeSecret));
      if (api.holdSecrets) return;
      for (const { name, value } of JSON.parse(body.toString()) as { name: string; value: string }[])
        secrets.set(name, value);
      response.writeHead(201).end();
      return;
    }
    if (pathname.endsWith('/config/auth'))
      return json(response, 200, { disable_signup: !api.signUpsAreOpen, site_url: 'http://localhost:3000' });
    json(response, 200, {
      id: 'p',
      ref: 'p',
      name: 'p',
      organization_id: 'o',
      region: 'r',
      status: 'ACTIVE_HEALTHY',
    });
  }

  function put(slug: string, read: Kept['read']): void {
    const version = (functions.get(slug)?.version ?? 0) + 1;
    functions.set(slug, { version, updatedAt: Date.parse('2026-02-03T04:05:06Z'), read });
    versions.set(slug, version);
  }

  function describeFunction(slug: string) {
    return {
      id: `00000000-0000-4000-8000-${createHash('sha256').update(slug).digest('hex').slice(0, 12)}`,
      slug,
      name: slug,
      version: functions.get(slug)?.version ?? 1,
      status: 'ACTIVE',
      verify_jwt: false,
      import_map: true,
      entrypoint_path: `source/supabase/functions/${slug}/index.ts`,
      created_at: 1,
      updated_at: functions.get(slug)?.updatedAt ?? 1,
      ezbr_sha256: 'x',
    };
  }

  async function sendBody(response: ServerResponse, slug: string): Promise<void> {
    const form = new FormData();
    const entry = `file:///source/supabase/functions/${slug}/index.ts`;
    form.set('metadata', JSON.stringify({ deno2_entrypoint_path: entry }));
    for (const { path, text } of (await functions.get(slug)?.read()) ?? [])
      form.append('file', new Blob([text]), path);
    const encoded = new Response(form);
    response.writeHead(200, { 'content-type': encoded.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await encoded.arrayBuffer()));
  }

  async function keep(request: IncomingMessage, body: Buffer): Promise<Deployed> {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    const files: string[] = [];
    for (const file of form.getAll('file')) {
      if (typeof file === 'string') throw new Error('A file came as text');
      const name = normalize(file.name);
      if (name.startsWith('..')) throw new Error(`${name} lies outside the project`);
      files.push(name);
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), new Uint8Array(await file.arrayBuffer()));
    }
    const metadata = form.get('metadata');
    const text = typeof metadata === 'string' ? metadata : ((await metadata?.text()) ?? '{}');
    return { ...(JSON.parse(text) as Omit<Deployed, 'files'>), files };
  }
}

const describeSecret = ([name, value]: [string, string]) => ({
  name,
  value: createHash('sha256').update(value).digest('hex'),
  updated_at: '2026-02-03T04:05:06Z',
});
