// `npm start`: builds the page if it changed, starts the server with the Node that came with the project, opens the browser.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildPage } from './build-page.js';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error('This Node is too old. Run `npm ci` once, then start with `npm start`, which uses the Node that comes with Rollcall.');
  process.exit(1);
}

await buildPage();
const open = !process.argv.includes('--no-open');
const server = spawn(process.execPath, [fileURLToPath(new URL('../src/server.ts', import.meta.url))], {
  stdio: ['inherit', 'pipe', 'inherit'],
});
server.stdout.on('data', (chunk) => {
  process.stdout.write(chunk);
  const address = /Rollcall is ready at (http\S+)/u.exec(String(chunk))?.[1];
  if (address !== undefined && open) openBrowser(address);
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));

/** Only where somebody can see it: a screen, and a terminal to start from. */
function openBrowser(address) {
  const onScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!onScreen || !process.stdout.isTTY) return;
  const [command, ...args] =
    process.platform === 'darwin' ? ['open', address] : process.platform === 'win32' ? ['cmd', '/c', 'start', '', address] : ['xdg-open', address];
  spawn(command, args, { stdio: 'ignore', detached: true }).on('error', () => {}).unref();
}
