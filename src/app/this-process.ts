import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Neighbour, ProcessIdentity } from '../database/processes.ts';

/**
 * How this process can be told from others, and where it can be seen from. On Linux that is this boot of this machine
 * and the same pid namespace: two containers do not see each other. Elsewhere machines cannot be told apart for
 * certain, so only processes on an embedded database, which are on one machine always, count as neighbours.
 */
export function describeThisProcess(options: {
  readonly id: string;
  readonly kind: ProcessIdentity['kind'];
  readonly isOnOneMachine: boolean;
}): ProcessIdentity {
  const { id, kind, isOnOneMachine } = options;
  const { pid } = process;
  const place = linuxPlace() ?? (isOnOneMachine ? `${process.platform} ${hostname()}` : '');
  return { id, kind, place, pid, begun: readState(pid)?.begun ?? '' };
}

function linuxPlace(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')} ${hostname()}`;
  } catch {
    return null;
  }
}

/** True only if it is certain that the neighbour has ended: whoever is merely slow or stopped keeps what it holds. */
export function isGone({ pid, begun }: Neighbour): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Anything else, such as not being allowed to, means that it is there.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
  const state = readState(pid);
  if (state === null || begun === '') return false;
  return state.begun !== begun || state.hasEnded;
}

/** Null where there is no /proc, or it does not show this process. */
function readState(pid: number): { begun: string; hasEnded: boolean } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the command comes second, in brackets, and may hold anything.
    const [state = '', ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // A zombie runs nothing any more; its parent has only not asked how it ended.
    return { begun: fields[18] ?? '', hasEnded: state === 'Z' || state === 'X' };
  } catch {
    return null;
  }
}
