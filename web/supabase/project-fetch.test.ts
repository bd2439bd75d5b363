import { expect, test } from 'vitest';
import { createProjectFetch } from './project-fetch.ts';

function setUp(options: {
  token: string | null;
  renewed?: string | null;
  accepts: string;
  refusal?: Response;
}) {
  const sent: { url: string; headers: Headers; credentials: unknown }[] = [];
  const refused: string[] = [];
  let token = options.token;
  let renewals = 0;
  const ask = createProjectFetch({
    publishableKey: 'sb_publishable_1',
    session: {
      token: () => Promise.resolve(token),
      renew: () => {
        renewals += 1;
        token = options.renewed ?? null;
        return Promise.resolve(token);
      },
      refuse: (why) => refused.push(why),
    },
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      sent.push({ url: String(input), headers, credentials: init?.credentials });
      const isIn = headers.get('authorization') === `Bearer ${options.accepts}`;
      return Promise.resolve(
        isIn ? (options.refusal ?? Response.json({})) : Response.json({}, { status: 401 }),
      );
    },
  });
  return { ask, sent, refused, renewals: () => renewals };
}

test('every call says who asks and for which project, and sends no cookie', async () => {
  const { ask, sent } = setUp({ token: 'one', accepts: 'one' });
  await ask('https://x.test/photos', { headers: { accept: 'application/json' } });
  expect(sent[0]?.headers.get('apikey')).toBe('sb_publishable_1');
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer one');
  expect(sent[0]?.headers.get('accept')).toBe('application/json');
  expect(sent[0]?.credentials).toBe('omit');
});

test('a token that is not accepted is renewed once, for all calls that met it', async () => {
  const { ask, sent, renewals } = setUp({ token: 'old', renewed: 'new', accepts: 'new' });
  const body = '{"photoIds":[]}';
  expect((await ask('https://x.test/jobs', { method: 'POST', body })).status).toBe(200);
  expect((await ask('https://x.test/jobs')).status).toBe(200);
  expect(renewals()).toBe(1);
  expect(sent).toHaveLength(3);
});

test('where nobody is signed in nothing is sent', async () => {
  const { ask, sent } = setUp({ token: null, accepts: 'one' });
  expect((await ask('https://x.test/jobs')).status).toBe(401);
  expect(sent).toEqual([]);
});

test('a session that has ended is not tried twice', async () => {
  const { ask, sent } = setUp({ token: 'old', renewed: null, accepts: 'one' });
  expect((await ask('https://x.test/jobs')).status).toBe(401);
  expect(sent).toHaveLength(1);
});

test('a fresh token that is not accepted either is said to be the project’s fault', async () => {
  const { ask, refused } = setUp({ token: 'old', renewed: 'new', accepts: 'none of them' });
  expect((await ask('https://x.test/jobs')).status).toBe(401);
  expect(refused).toEqual(['not_accepted']);
});

test('somebody who is not on the list is told so; other refusals are the caller’s', async () => {
  const refusal = (code: string) => Response.json({ code }, { status: 403 });
  const listed = setUp({ token: 'one', accepts: 'one', refusal: refusal('not_invited') });
  const answer = await listed.ask('https://x.test/jobs');
  expect(listed.refused).toEqual(['not_invited']);
  expect(await answer.json()).toEqual({ code: 'not_invited' });
  const other = setUp({ token: 'one', accepts: 'one', refusal: refusal('set_by_operator') });
  await other.ask('https://x.test/jobs');
  expect(other.refused).toEqual([]);
});
