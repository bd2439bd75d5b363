// `npm start`: builds the page if it changed, starts the server with the Node that came with the project, opens the browser.
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hasPage, isCurrent } from './build-page.js';
import { followParent } from './follow-parent.js';

if (Number(process.versions.node.split('.')[0]) < 24) {
  stop(
    'This Node is too old. Run `npm ci` once, then start with `npm start`, which uses the Node that comes with Rollcall.',
  );
}

// In a process of its own: the builder would stay in the server's memory.
if (!isCurrent()) execFileSync(process.execPath, [script('build-page.js')], { stdio: 'inherit' });
if (!hasPage()) process.exit(1);

const openIt = !process.argv.includes('--no-open');
const print = console.log;
console.log = (...parts) => {
  print(...parts);
  const address = /Rollcall is ready at (http\S+)/u.exec(String(parts[0]))?.[1];
  if (address !== undefined && openIt) openBrowser(address);
};
// Started by hand, or by a service that knows this very process, it stays.
if (process.env.npm_lifecycle_event !== undefined) followParent();
// In this process: were the server a child, ending this one by force would leave it running.
await import('../src/server.ts');

/** Only where somebody can see it: a screen, and a terminal to start from. */
function openBrowser(address) {
  const onScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!onScreen || !process.stdout.isTTY) return;
  const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

function script(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
