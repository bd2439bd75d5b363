import { expect, test } from 'vitest';
import { createEdge } from './edge.ts';

const runtime = { waitUntil: () => {}, log: () => {} };

test('without its secrets every function says which are missing, to a page of any origin', async () => {
  const logged: object[] = [];
  const edge = createEdge(
    { SUPABASE_URL: 'https://x.supabase.co' },
    { ...runtime, log: (line) => logged.push(line) },
  );
  for (const answer of [edge.createJob, edge.api, edge.worker]) {
    const response = await answer(new Request('https://x.test/f', { method: 'POST' }));
    expect(response.status).toBe(503);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({
      code: 'not_ready',
      detail: expect.stringContaining('ROLLCALL_WORKER_SECRET'),
    });
  }
  expect(logged).toHaveLength(1);
});
