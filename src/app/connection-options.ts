/**
 * A process that is stopped, or cut off from the network, in the middle of a transaction would keep its locks and with
 * them everything of that owner. After this long PostgreSQL ends its session; what it was about to write is written anew.
 */
const freeLocksOfTheSilent = '-c idle_in_transaction_session_timeout=10000';

/** For requests. */
export const requestOptions = freeLocksOfTheSilent;

/** For workers: plans must not depend on statistics that a new library does not have yet. */
export const workerOptions = `${freeLocksOfTheSilent} -c enable_sort=off`;
