import { expect, test } from 'vitest';
import { createEventParser } from './event-parser.ts';

test('an event is complete at its blank line, however the text is cut', () => {
  const text =
    'id: 7\r\nevent: photos\r\ndata: {"seq":7,\r\ndata: "photos":[]}\r\n\r\n: heartbeat\n\nevent: jobs\ndata: {}\n\n';
  const expected = [
    { id: '7', name: 'photos', data: '{"seq":7,\n"photos":[]}' },
    { id: '7', name: 'jobs', data: '{}' },
  ];
  for (let size = 1; size <= text.length; size++) {
    const parser = createEventParser();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
    expect(events, `pieces of ${size}`).toEqual(expected);
  }
});

test('a heartbeat and an event without data give nothing', () => {
  expect(createEventParser().push(': ping\n\nevent: empty\n\n')).toEqual([]);
});

test('the id stays with later events that do not send one', () => {
  expect(
    createEventParser()
      .push('id: 9\ndata: a\n\ndata: b\n\n')
      .map((event) => event.id),
  ).toEqual(['9', '9']);
});
