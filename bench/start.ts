import { milliseconds, type Row } from './row.ts';
import { startServer, withFolder } from './server.ts';

const runs = 3;

/** From `npm start` to the line with the address: on an empty data folder, and on one that has been used. */
export async function measureStart(): Promise<Row[]> {
  const first: number[] = [];
  const later: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    await withFolder(async (dataFolder) => {
      for (const times of [first, later]) {
        const server = await startServer({ dataFolder });
        times.push(server.readyMs);
        await server.stop();
      }
    });
  }
  return [
    toRow('first start to ready', Math.min(...first), 4000),
    toRow('later start to ready', Math.min(...later), 1000),
  ];
}

function toRow(what: string, ms: number, targetMs: number): Row {
  return {
    what: `${what} (best of ${runs})`,
    ours: milliseconds(ms),
    against: milliseconds(targetMs),
    ratio: ms / targetMs,
    target: `< ${targetMs} ms`,
    met: ms < targetMs,
  };
}
