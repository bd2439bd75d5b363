import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** A Chromium that starts: the one of CHROMIUM_PATH, the system's, or Playwright's own. */
function findBrowser(): string | null {
  const wanted = process.env['CHROMIUM_PATH'];
  if (wanted !== undefined && wanted !== '') return wanted;
  const candidates = [...names.map(onPath), ...elsewhere, chromium.executablePath()];
  return candidates.find((path) => path !== null && starts(path)) ?? null;
}

/** Finds a Chromium or installs one; throws with the cure where neither works. */
export function ensureBrowser(say: (line: string) => void): string {
  const found = findBrowser();
  if (found !== null) return found;
  for (const install of [installByApt, installByPlaywright]) {
    install(say);
    const installed = findBrowser();
    if (installed !== null) return installed;
  }
  throw new Error(
    'The tests of the page need Chromium, and it could not be installed here. ' +
      'Install Chromium or Google Chrome, or set CHROMIUM_PATH to one, then run this again.',
  );
}

function installByApt(say: (line: string) => void): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  // Ubuntu's chromium package only points to a snap, which does not start in most containers.
  if (/^ID=ubuntu/mu.test(readFileSync('/etc/os-release', 'utf8'))) return;
  say('No Chromium found: installing it with apt-get (about 125 MB).');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}

function installByPlaywright(say: (line: string) => void): void {
  say("No Chromium found: downloading Playwright's own.");
  const cli = fileURLToPath(new URL('cli.js', import.meta.resolve('playwright-core/package.json')));
  const withLibraries = process.getuid?.() === 0 ? ['--with-deps'] : [];
  spawnSync(process.execPath, [cli, 'install', ...withLibraries, 'chromium'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function onPath(name: string): string | null {
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
  return found.status === 0 ? (found.stdout.split('\n')[0]?.trim() ?? null) : null;
}

function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
