/**
 * Ends this process in order once the one that started it is gone. Told to stop, npm ends itself and its shell and
 * leaves what ran in it behind, which would keep the port and the data folder.
 */
export function followParent(everyMs = 1000) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, everyMs);
  watch.unref();
}
