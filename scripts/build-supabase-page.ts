// Builds the page for a Supabase project into dist/supabase: static files that any host can serve, at any address.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, loadEnv, type Plugin } from 'vite';
import { packedCities, pictureWorker } from './pack-cities.ts';
import { contentSecurityPolicy, hostHeaders, readProject, type PageProject } from './supabase-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `env` has the names that Lovable uses: VITE_SUPABASE_URL and VITE_SUPABASE_PUBLISHABLE_KEY. */
export async function buildSupabasePage(options: {
  env: Readonly<Record<string, string | undefined>>;
  output: string;
}): Promise<PageProject> {
  const project = readProject(options.env);
  // A test runner's NODE_ENV would put the development build of React into the page.
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    await build({
      root: join(root, 'web'),
      // What it would warn of concerns parts for Node that no browser reaches.
      logLevel: 'error',
      base: './',
      define: { SUPABASE_PROJECT: JSON.stringify(project) },
      plugins: [entry(), policyInPage(project), packedCities()],
      worker: pictureWorker,
      build: { outDir: options.output, emptyOutDir: true, chunkSizeWarningLimit: 2000 },
    });
    await buildClient(options.output);
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
  writeFileSync(join(options.output, '_headers'), hostHeaders(project));
  return project;
}

/** The client by itself, in one file without dependencies, to be copied into a page of one's own. */
async function buildClient(output: string): Promise<void> {
  await build({
    configFile: false,
    root: join(root, 'web'),
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: output,
      emptyOutDir: false,
      minify: false,
      lib: { entry: 'client.ts', formats: ['es'], fileName: () => 'rollcall-client.js' },
    },
  });
}

/** An entry of its own, so that the page for a server of one's own holds nothing of Supabase. */
function entry(): Plugin {
  const handler = (html: string) => html.replace('/main.tsx', '/supabase/main.tsx');
  return { name: 'entry', transformIndexHtml: { order: 'pre', handler } };
}

/** In the page itself, so that it holds on hosts that cannot be told of headers. */
function policyInPage(project: PageProject): Plugin {
  return {
    name: 'policy-in-page',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'content-security-policy', content: contentSecurityPolicy(project, 'page') },
        injectTo: 'head-prepend',
      },
    ],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const env = { ...loadEnv('production', root, 'VITE_'), ...process.env };
  const output = join(root, 'dist/supabase');
  try {
    const { url } = await buildSupabasePage({ env, output });
    console.log(`The page for ${url} is in dist/supabase. Put these files on any static host.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
