import { REALTIME_SUBSCRIBE_STATES as states } from '@supabase/realtime-js';
import { expect, test } from 'vitest';
import { listenForJobs } from './job-hints.ts';

type Realtime = Parameters<typeof listenForJobs>[0]['realtime'];

interface Channel {
  topic: string;
  isPrivate: boolean;
  /** What the token was when it joined. */
  auths: number;
  say: (payload: unknown) => void;
  is: (status: states) => void;
}

async function setUp() {
  const stop = new AbortController();
  const channels: Channel[] = [];
  const listening: boolean[] = [];
  const hints: number[] = [];
  let removed = 0;
  let auths = 0;
  const realtime = {
    setAuth: () => {
      auths += 1;
      return Promise.resolve();
    },
    channel: (topic: string, options: { config: { private: boolean } }) => {
      const made: Channel = { topic, isPrivate: options.config.private, auths, say: () => {}, is: () => {} };
      channels.push(made);
      const channel = {
        on: (_kind: string, _filter: object, hear: (message: { payload: unknown }) => void) => {
          made.say = (payload) => hear({ payload });
          return channel;
        },
        subscribe: (is: Channel['is']) => {
          made.is = is;
        },
      };
      return channel;
    },
    removeChannel: () => {
      removed += 1;
      return Promise.resolve('ok');
    },
  } as unknown as Realtime;
  const done = listenForJobs({
    realtime,
    ownerId: 'ana',
    listener: { onListening: (is) => listening.push(is), onHint: (seq) => hints.push(seq) },
    wait: () => Promise.resolve(),
    signal: stop.signal,
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await turn();
  return { channels, listening, hints, stop, done, turn, auths: () => auths, removed: () => removed };
}

test('it joins the private topic of whoever is signed in, with their token, and hands on what is said', async () => {
  const { channels, listening, hints, auths } = await setUp();
  expect(channels).toMatchObject([{ topic: 'rollcall:ana', isPrivate: true, auths: 1 }]);
  channels[0]?.is(states.SUBSCRIBED);
  channels[0]?.say({ seq: 7, job: {} });
  channels[0]?.say('of a newer kind');
  expect(listening).toEqual([true]);
  expect(hints).toEqual([7, Number.POSITIVE_INFINITY]);
  expect(auths()).toBe(1);
});

test('a break is told, and a fresh token is at hand for joining again', async () => {
  const { channels, listening, auths } = await setUp();
  channels[0]?.is(states.SUBSCRIBED);
  channels[0]?.is(states.CHANNEL_ERROR);
  expect(listening).toEqual([true, false]);
  expect(auths()).toBe(2);
  expect(channels).toHaveLength(1);
});

test('a channel that the server has closed is replaced', async () => {
  const { channels, removed, turn } = await setUp();
  channels[0]?.is(states.CLOSED);
  await turn();
  expect(channels).toHaveLength(2);
  expect(removed()).toBe(1);
  expect(channels[1]?.auths).toBe(2);
});

test('it ends when it is told to, and leaves no channel', async () => {
  const { stop, done, channels, removed } = await setUp();
  stop.abort();
  await done;
  expect(removed()).toBe(channels.length);
});
