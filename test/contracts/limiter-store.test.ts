import { createMemoryLimiterStores } from '../../src/vision/memory-limiter-store.ts';
import { describeLimiterStore } from './limiter-store.ts';

describeLimiterStore('memory', async () => {
  let time = 1_800_000_000_000;
  return {
    of: createMemoryLimiterStores(() => time),
    pass: async (ms) => void (time += ms),
    cleanUp: async () => {},
  };
});
