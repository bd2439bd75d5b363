import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const script = `
import(${JSON.stringify(join(import.meta.dirname, '../scripts/follow-parent.js'))}).then(({ followParent }) => {
  followParent(20);
  process.on('SIGTERM', () => { console.log('ended in order'); process.exit(0); });
  setInterval(() => {}, 1000);
  console.log('up');
});`;

test('what npm started ends in order once npm is gone, however that came', async () => {
  // Two commands, so that the shell stays as a process between the two, as that of npm does.
  const shell = spawn('sh', ['-c', '"$0" -e "$1"; true', process.execPath, script]);
  await once(shell.stdout, 'data');
  let said = '';
  shell.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  shell.kill('SIGKILL');
  await once(shell.stdout, 'close');
  expect(said).toContain('ended in order');
});
