import { readFile, readdir } from 'node:fs/promises';

/** Of Linux, on every machine that it is likely to run on. */
const ticksPerSecond = 100;

/** CPU that a process and its children have used, those that have ended and been waited for too, in ms. Linux only. */
export async function cpuMs(pid: number): Promise<number> {
  let ticks = 0;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [own, parent] = [Number(name) === pid, Number(fields[1]) === pid];
    if (!own && !parent) continue;
    // utime and stime; of the process itself also those of children that have ended.
    ticks += Number(fields[11]) + Number(fields[12]) + (own ? Number(fields[13]) + Number(fields[14]) : 0);
  }
  return (ticks * 1000) / ticksPerSecond;
}
