/*
 * `node bench/main.ts [name …]`: measures the promises about speed and size, all of them or those named; those that
 * take minutes and need more of the machine (PostgreSQL 15, Deno) only when they are named. The machine may be busy, so what counts are ratios to something measured in the same minute; where a run is short, the best of
 * a few is taken.
 */
import { loadavg } from 'node:os';
import { measureAccept } from './accept.ts';
import { measureBatch } from './batch.ts';
import { measureEvents } from './events.ts';
import { measureFaults } from './faults.ts';
import { measureLimits } from './limits.ts';
import { measureMany } from './many-servers.ts';
import { measureMemory } from './memory.ts';
import { measureNames } from './names.ts';
import { measurePictures } from './pictures.ts';
import { failedRow, printRows, type Row } from './row.ts';
import { measureRestarts, measureSlices } from './slices.ts';
import { measureStart } from './start.ts';
import { measureThroughput } from './throughput.ts';

const benches: Readonly<Record<string, () => Promise<Row[]>>> = {
  start: measureStart,
  names: measureNames,
  batch: measureBatch,
  limits: measureLimits,
  throughput: measureThroughput,
  accept: measureAccept,
  events: measureEvents,
  pictures: measurePictures,
  memory: measureMemory,
  many: measureMany,
  faults: measureFaults,
  slices: measureSlices,
  restarts: measureRestarts,
};
const onlyWhenNamed = new Set(['many', 'faults', 'slices', 'restarts']);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
const rows: Row[] = [];
for (const [name, measure] of Object.entries(benches)) {
  if (wanted.length > 0 ? !wanted.includes(name) : onlyWhenNamed.has(name)) continue;
  console.error(`${name} … (load ${loadavg()[0]?.toFixed(1)})`);
  rows.push(...(await measure().catch((error: unknown) => [failedRow(name, error)])));
}
printRows(rows);
if (rows.some((row) => !row.met)) process.exitCode = 1;
