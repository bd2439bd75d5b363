import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
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
  readonly deployed: ReadonlyMap<string, Deployed>;
  close(): Promise<void>;
}

/** Supabase's management API as far as a deployment of functions goes; what is uploaded is written below `folder`. */
export async function startManagementApi(folder: string): Promise<ManagementApi> {
  const deployed = new Map<string, Deployed>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => json(response, 500, { message: String(error) }));
  });
  const url = `http://127.0.0.1:${await listenOn(server, 0)}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const body = await readBody(request);
    if (pathname.endsWith('/functions/deploy')) {
      const slug = searchParams.get('slug') ?? '';
      deployed.set(slug, await keep(request, body));
      return json(response, 201, describeFunction(slug));
    }
    if (pathname.endsWith('/functions'))
      return json(response, 200, request.method === 'PUT' ? { functions: [] } : []);
    json(response, 200, {
      id: 'p',
      ref: 'p',
      name: 'p',
      organization_id: 'o',
      region: 'r',
      status: 'ACTIVE_HEALTHY',
    });
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

  return { url, deployed, close: () => closeServer(server) };
}

const describeFunction = (slug: string) => ({
  id: slug,
  slug,
  name: slug,
  version: 1,
  status: 'ACTIVE',
  verify_jwt: false,
  import_map: true,
  entrypoint_path: 'x',
  created_at: 1,
  updated_at: 1,
  ezbr_sha256: 'x',
});
