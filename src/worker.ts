import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { readEnvironment, runUntilSignal, stopWithMessage } from './process.ts';

try {
  const app = await createApp(loadConfig(readEnvironment()), { migrate: false });
  console.log('A Rollcall worker is ready');
  await runUntilSignal(app, (signal) => app.work(signal));
} catch (error) {
  stopWithMessage(error);
}
