import { expect, test } from 'vitest';
import { ApiProblem } from '../problem.ts';
import type { DiskFile, DiskFolder, DiskRequests, DiskResult } from './disk-requests.ts';
import { createDiskScreen } from './disk-screen.ts';
import { makeDiskFile, makeDiskFolder, makeDiskRun } from './make-disk-file.test-data.ts';

interface Server {
  folder: DiskFolder;
  files: readonly DiskFile[];
  planHash: string;
  asked: string[];
  apply: (wish: { planHash: string; leaveOut: readonly string[] }) => Promise<DiskResult>;
}

const settled = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

function setup(given: Partial<Server> = {}) {
  const server: Server = {
    folder: makeDiskFolder(),
    files: [makeDiskFile({ id: 'a' }), makeDiskFile({ id: 'b' })],
    planHash: 'p1',
    asked: [],
    apply: () => Promise.resolve({ run: makeDiskRun(), renamed: 2, leftAlone: [] }),
    ...given,
  };
  const note = <Value>(what: string, value: Value): Promise<Value> => {
    server.asked.push(what);
    return Promise.resolve(value);
  };
  const disk: DiskRequests = {
    folders: () => note('folders', [server.folder]),
    browse: () => Promise.reject(new Error('not asked here')),
    open: () => note('open', server.folder),
    folder: () => note('folder', server.folder),
    read: () => note('read', server.folder),
    files: () => note('files', { files: [...server.files], planHash: server.planHash }),
    runs: () => note('runs', [makeDiskRun()]),
    apply: (_, wish) => {
      server.asked.push(`apply ${wish.planHash} without ${wish.leaveOut.join()}`);
      return server.apply(wish);
    },
    undo: (_, run) => note(`undo ${run}`, { run: makeDiskRun(), renamed: 2, leftAlone: [] }),
    forget: () => note('forget', undefined),
  };
  let time = 0;
  const timers: { at: number; run: () => void }[] = [];
  const screen = createDiskScreen({
    id: 'd1',
    disk,
    now: () => time,
    later: (run, ms) => {
      const timer = { at: time + ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
  });
  async function pass(ms: number): Promise<void> {
    const until = time + ms;
    for (;;) {
      const next = timers.toSorted((one, other) => one.at - other.at)[0];
      if (!next || next.at > until) break;
      timers.splice(timers.indexOf(next), 1);
      time = next.at;
      next.run();
      await settled();
    }
    time = until;
  }
  const count = (what: string) => server.asked.filter((each) => each === what).length;
  return { server, disk, screen, pass, count };
}

async function opened(given: Partial<Server> = {}) {
  const all = setup(given);
  all.screen.open();
  await settled();
  return all;
}

test('opening a folder reads it again and shows its files', async () => {
  const { screen, server } = await opened();
  expect(server.asked).toContain('read');
  expect(screen.get()).toMatchObject({ status: 'ready', rows: ['a', 'b'] });
  expect(screen.get().runs).toHaveLength(1);
});

test('a folder that is being read is asked for every half second, and not begun anew', async () => {
  const { screen, server, pass, count } = await opened({
    folder: makeDiskFolder({ reading: { found: 30, read: 1 } }),
  });
  expect(server.asked).not.toContain('read');
  await pass(1000);
  expect(count('folder')).toBe(3);
  server.folder = makeDiskFolder({ reading: null });
  server.files = [makeDiskFile({ id: 'c' }), ...server.files];
  await pass(500);
  expect(screen.get().folder?.reading).toBeNull();
  // What came meanwhile is sorted in at the end.
  expect(screen.get().rows).toEqual(['c', 'a', 'b']);
  const before = count('folder');
  await pass(5000);
  expect(count('folder')).toBe(before);
});

test('a thousand names that come at once are asked for once', async () => {
  const { screen, pass, count } = await opened();
  const before = count('files');
  for (let n = 0; n < 1000; n += 1) screen.touch();
  await pass(5000);
  expect(count('files')).toBe(before + 1);
  screen.touch();
  await pass(5000);
  expect(count('files')).toBe(before + 2);
});

test('a screen that was left asks for nothing', async () => {
  const { screen, server, pass } = await opened({
    folder: makeDiskFolder({ reading: { found: 30, read: 1 } }),
  });
  screen.touch();
  screen.close();
  server.asked.length = 0;
  screen.touch();
  await pass(10_000);
  expect(server.asked).toEqual([]);
});

test('the plan that was shown is applied, without what was unticked; a row keeps its place', async () => {
  const { screen, server } = await opened();
  screen.show({ filter: 'toRename' });
  screen.tick(['b'], false);
  server.apply = () => {
    server.files = [makeDiskFile({ id: 'a', status: 'done' }), makeDiskFile({ id: 'b' })];
    return Promise.resolve({ run: makeDiskRun({ photos: 1 }), renamed: 1, leftAlone: [] });
  };
  const result = await screen.apply();
  expect(server.asked).toContain('apply p1 without b');
  expect(result?.run?.photos).toBe(1);
  expect(screen.get()).toMatchObject({ applying: false, changed: false, rows: ['a', 'b'] });
  screen.show({ filter: 'toRename' });
  expect(screen.get().rows).toEqual(['b']);
  expect(screen.get().counts).toMatchObject({ toRename: 1, ticked: 0, leftOut: 1 });
});

test('a plan that is not what was shown does nothing, says so and shows the new list', async () => {
  const { screen, server } = await opened();
  server.files = [makeDiskFile({ id: 'a', to: 'other.jpg' }), makeDiskFile({ id: 'b' })];
  server.planHash = 'p2';
  server.apply = () =>
    Promise.reject(new ApiProblem({ status: 409, code: 'plan_changed', detail: 'It changed.' }));
  expect(await screen.apply()).toBeNull();
  expect(screen.get()).toMatchObject({ changed: true, problem: null, applying: false });
  expect(screen.get().files.get('a')?.to).toBe('other.jpg');
  server.apply = () => Promise.resolve({ run: makeDiskRun(), renamed: 2, leftAlone: [] });
  await screen.apply();
  expect(server.asked).toContain('apply p2 without ');
  expect(screen.get().changed).toBe(false);
});

test('names that a job gives meanwhile to other photos do not stop the renaming, and are not applied', async () => {
  const { screen, server } = await opened();
  const changed = new ApiProblem({ status: 409, code: 'plan_changed', detail: '' });
  let round = 0;
  server.apply = () => {
    round += 1;
    if (round === 3) return Promise.resolve({ run: makeDiskRun(), renamed: 2, leftAlone: [] });
    server.planHash = `p${round + 1}`;
    server.files = [...server.files, makeDiskFile({ id: `named-${round}` })];
    return Promise.reject(changed);
  };
  const result = await screen.apply();
  expect(result?.renamed).toBe(2);
  expect(server.asked.filter((each) => each.startsWith('apply'))).toEqual([
    'apply p1 without ',
    'apply p2 without named-1',
    'apply p3 without named-1,named-2',
  ]);
  expect(screen.get().changed).toBe(false);
});

test('rows stand still while photos are prepared, and are sorted in when all are', async () => {
  const { screen, server, pass } = await opened();
  server.files = [makeDiskFile({ id: 'b' }), makeDiskFile({ id: 'c' }), makeDiskFile({ id: 'a' })];
  screen.touch();
  await pass(5000);
  expect(screen.get().rows).toEqual(['a', 'b', 'c']);
  screen.settle();
  await settled();
  expect(screen.get().rows).toEqual(['b', 'c', 'a']);
});

test('two presses apply once', async () => {
  const { screen, count } = await opened();
  const [one, two] = await Promise.all([screen.apply(), screen.apply()]);
  expect([one !== null, two]).toEqual([true, null]);
  expect(count('apply p1 without ')).toBe(1);
});

test('a lost line keeps what is shown, and says so', async () => {
  const { screen, server } = await opened();
  server.apply = () => Promise.reject(new ApiProblem({ status: 0, code: 'unreachable', detail: '' }));
  await screen.apply();
  expect(screen.get()).toMatchObject({ status: 'ready', rows: ['a', 'b'], applying: false });
  expect(screen.get().problem).toBeInstanceOf(ApiProblem);
  screen.read();
  await settled();
  expect(screen.get().problem).toBeNull();
});

test('a folder that is not known here any more is said to be so', async () => {
  const { screen, disk } = setup();
  disk.folder = () => Promise.reject(new ApiProblem({ status: 404, code: 'folder_not_found', detail: '' }));
  screen.open();
  await settled();
  expect(screen.get().status).toBe('unknown');
});
