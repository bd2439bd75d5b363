import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { readEnvironment, runUntilSignal, stopWithMessage } from './process.ts';

try {
  const config = loadConfig(readEnvironment());
  await runUntilSignal({
    start: (signal) => createApp(config, { migrate: true, signal }),
    async run(app, signal) {
      const server = serve({ fetch: app.api.fetch, port: config.port, hostname: config.host });
      await new Promise<void>((resolve, reject) => {
        server.once('listening', resolve);
        server.once('error', reject);
      });
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : config.port;
      console.log(
        `Rollcall is ready at http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
      );
      await app.work(signal);
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
    },
  });
} catch (error) {
  stopWithMessage(error);
}
