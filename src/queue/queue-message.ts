import type { JobInsert } from 'pg-boss';

export type QueueName = 'items' | 'prepare';

export interface NewMessage {
  /** The id of the item or photo it stands for: putting it in twice is harmless. */
  readonly id: string;
  readonly ownerId: string;
  readonly jobId?: string;
  readonly data?: object;
  /** Higher goes first; 32 bits. For `items` see `fairTag`. */
  readonly priority: number;
  /** Label by which `removeQueued` finds messages; the job's id if not given. */
  readonly singletonKey?: string;
  /** Lane; `fetch` can leave lanes out. */
  readonly group?: string;
}

/** Which delivery of which message; a later one makes every call with this one a no-op. */
export interface Delivery {
  readonly id: string;
  readonly retryCount: number;
}

export interface QueueMessage extends Delivery {
  readonly ownerId: string;
  readonly jobId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly group: string | null;
}

interface Delivered {
  readonly id: string;
  readonly data: unknown;
  readonly retryCount: number;
  readonly groupId?: string | null;
}

export function toJob(message: NewMessage): JobInsert {
  const { id, ownerId, jobId, data, priority, group } = message;
  const singletonKey = message.singletonKey ?? jobId;
  return {
    id,
    priority,
    data: {
      o: ownerId,
      ...(jobId === undefined ? {} : { j: jobId }),
      ...(data === undefined ? {} : { d: data }),
    },
    ...(singletonKey === undefined ? {} : { singletonKey }),
    ...(group === undefined ? {} : { group: { id: group } }),
  };
}

/** Null if the message does not come from `toJob`. */
export function toMessage({ id, data, retryCount, groupId }: Delivered): QueueMessage | null {
  if (!isRecord(data) || typeof data['o'] !== 'string') return null;
  const { j, d } = data;
  return {
    id,
    ownerId: data['o'],
    jobId: typeof j === 'string' ? j : null,
    data: isRecord(d) ? d : {},
    group: groupId ?? null,
    retryCount,
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
