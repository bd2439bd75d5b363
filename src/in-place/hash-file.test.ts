import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toHex } from '../hex.ts';
import { hashFile } from './hash-file.ts';
import { makeFolder } from './test-folder.testdata.ts';

test('a file is read in pieces: its hash, its first bytes, size and time', async () => {
  const root = await makeFolder({});
  const path = join(root, 'big.jpg');
  const bytes = Buffer.alloc(700_001, 'Rollcall');
  await writeFile(path, bytes);
  await utimes(path, 1, 1_700_000_000.5);
  const read = await hashFile(path, { headBytes: 300_000 });
  if (!read.ok) throw new Error(read.text);
  expect(toHex(read.sha256)).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(Buffer.compare(read.head, bytes.subarray(0, 300_000))).toBe(0);
  expect(read).toMatchObject({ bytes: 700_001, mtimeMs: 1_700_000_000_500 });
});

test('a file that is written to while it is read is not taken', async () => {
  const root = await makeFolder({ 'a.jpg': 'x'.repeat(600_000) });
  const path = join(root, 'a.jpg');
  let isFirst = true;
  const signal = new AbortController().signal;
  // Asked before every piece: the moment in which somebody else writes.
  const meddling = new Proxy(signal, {
    get: (target, key) => {
      if (key !== 'throwIfAborted') return Reflect.get(target, key);
      return () => {
        if (isFirst) void appendFile(path, 'more');
        isFirst = false;
      };
    },
  });
  expect(await hashFile(path, { signal: meddling })).toMatchObject({ ok: false, code: 'changed_since' });
});

test('what is gone, is a folder, a link or a pipe is not read and says why', async () => {
  const root = await makeFolder({ 'sub/a.jpg': 'a' });
  await symlink(join(root, 'sub/a.jpg'), join(root, 'link.jpg'));
  const made = spawn('mkfifo', [join(root, 'pipe.jpg')]);
  await once(made, 'exit');
  expect(await hashFile(join(root, 'none.jpg'))).toMatchObject({ ok: false, code: 'gone' });
  for (const name of ['sub', 'link.jpg', 'pipe.jpg']) {
    expect(await hashFile(join(root, name)), name).toMatchObject({ ok: false, code: 'not_read' });
  }
});
