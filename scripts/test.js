// `npm test`: everything there is to check, on a machine that may lack a browser and has no PostgreSQL of its own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error('Run `npm ci` once, then `npm test`, which uses the Node that comes with Rollcall.');
  process.exit(1);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const { ensureBrowser } = await import('./find-browser.ts');
const browser = ensureBrowser((line) => console.log(line));

for (const script of ['lint', 'types']) {
  if (run('npm', ['run', '--silent', script]) !== 0)
    fail(`\`npm run ${script}\` found something to mend; see above.`);
}

const reports = mkdtempSync(join(tmpdir(), 'rollcall-test-report-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const project of ['unit', 'integration', 'e2e']) {
  console.log(`\n── ${project} ──`);
  const report = join(reports, `${project}.json`);
  const status = runTests(project, report);
  const counts = readCounts(report);
  // A run that breaks outside of its tests (a set-up, a stray rejection) has failed too.
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += counts[key];
}
rmSync(reports, { recursive: true, force: true });

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);

function runTests(project, report) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return run(process.execPath, [vitest, 'run', '--project', project, ...reporters]);
}

function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function run(command, args) {
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: browser } };
  const shell = process.platform === 'win32' && command === 'npm';
  return spawnSync(command, args, { ...options, shell }).status ?? 1;
}

function fail(message) {
  console.error(`\n${message}`);
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}
