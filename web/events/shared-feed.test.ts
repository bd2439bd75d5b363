import { expect, test } from 'vitest';
import { makeJob } from '../make-photo.test-data.ts';
import type { FeedMessage } from './feed-message.ts';
import { runSharedFeed, type TabMessage } from './shared-feed.ts';

const counts = { all: 1, unnamed: 1, named: 0, suggested: 0, needsLook: 0, failed: 0 };
const snapshot: FeedMessage = { type: 'snapshot', data: { seq: 5, jobs: [], counts } };
const jobs = (seq: number): FeedMessage => ({ type: 'jobs', data: { seq, jobs: [makeJob({ seq })] } });

/** A browser: tabs share one lock and one channel. */
function createBrowser() {
  const listeners: { tab: string; listen: (message: TabMessage) => void }[] = [];
  const streams: { tab: string; lastEventId: string | null; say: (message: FeedMessage) => void }[] = [];
  const waiting: (() => void)[] = [];
  const hurried: string[] = [];
  let led = false;

  function open(tab: string) {
    const close = new AbortController();
    const heard: string[] = [];
    let tryNow = (): void => undefined;
    void runSharedFeed({
      channel: {
        post: (message) => {
          for (const each of listeners) if (each.tab !== tab) each.listen(message);
        },
        listen: (listen) => listeners.push({ tab, listen }),
        close: () =>
          listeners.splice(
            listeners.findIndex((each) => each.tab === tab),
            1,
          ),
      },
      lead: async (task) => {
        if (led) await new Promise<void>((resolve) => waiting.push(resolve));
        led = true;
        await task();
        led = false;
        waiting.shift()?.();
      },
      stream: ({ lastEventId, onMessage, onHurry, signal }) => {
        onHurry?.(() => hurried.push(tab));
        streams.push({ tab, lastEventId, say: onMessage });
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      },
      onMessage: (message) => heard.push(message.type),
      onTryNow: (now) => void (tryNow = now),
      signal: close.signal,
    });
    return { heard, tryNow: () => tryNow(), close: () => close.abort() };
  }
  return { open, streams, hurried };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('two tabs share one stream, and both hear everything', async () => {
  const browser = createBrowser();
  const first = browser.open('first');
  const second = browser.open('second');
  browser.streams[0]?.say(snapshot);
  browser.streams[0]?.say(jobs(6));
  await turn();
  expect(browser.streams).toHaveLength(1);
  expect([first.heard, second.heard]).toEqual([
    ['snapshot', 'jobs'],
    ['snapshot', 'jobs'],
  ]);
});

test('a tab that comes later is told the present state', async () => {
  const browser = createBrowser();
  browser.open('first');
  browser.streams[0]?.say(snapshot);
  const late = browser.open('late');
  await turn();
  expect(late.heard).toEqual(['snapshot']);
});

test('when the leading tab closes, the next goes on after the last event', async () => {
  const browser = createBrowser();
  const first = browser.open('first');
  browser.open('second');
  browser.streams[0]?.say(snapshot);
  browser.streams[0]?.say(jobs(8));
  first.close();
  await turn();
  expect(browser.streams[1]).toMatchObject({ tab: 'second', lastEventId: '8' });
});

test('whichever tab is asked to try now, the one that reads the stream does', async () => {
  const browser = createBrowser();
  const first = browser.open('first');
  const second = browser.open('second');
  await turn();
  first.tryNow();
  second.tryNow();
  expect(browser.hurried).toEqual(['first', 'first']);
});
