import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { readEnvironment, runUntilSignal, stopWithMessage } from './process.ts';

try {
  const config = loadConfig(readEnvironment());
  await runUntilSignal({
    start: (signal) => createApp(config, { migrate: false, signal }),
    async run(app, signal) {
      console.log('A Rollcall worker is ready');
      await app.work(signal);
    },
  });
} catch (error) {
  stopWithMessage(error);
}
