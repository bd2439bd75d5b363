import { describe, expect, it } from 'vitest';
import { findObject } from './find-json.ts';
import { readAnalysis } from './read-analysis.ts';

const full = {
  subject: 'a brown dog',
  title: 'brown dog on beach',
  short: 'brown dog',
  alt: 'Brown dog on a beach.',
  keywords: ['dog', 'beach'],
  text: '',
  confidence: 'high',
  problem: 'none',
};

function titleOf(written: string): string | null {
  const read = readAnalysis(written);
  return read.kind === 'ok' ? read.analysis.title : null;
}

describe('reading what a model wrote', () => {
  const json = JSON.stringify(full);

  it('takes a proper answer as it is', () => {
    expect(readAnalysis(json)).toEqual({ kind: 'ok', analysis: full });
  });

  it.each([
    ['in a fence', '```json\n' + json + '\n```'],
    ['after thoughts', `<think>{"title":"wrong"}</think>${json}`],
    ['after thoughts that were never opened', `so {"title":"wrong"}</think>${json}`],
    ['between sentences', `Sure {here}: ${json} I hope it fits {really}.`],
    ['behind a byte order mark', `\uFEFF${json}`],
    ['with a comma too many', json.replace(/\}$/u, ',}').replace(']', ',]')],
    ['in single quotes', json.replaceAll('"', "'")],
    ['with another object after it', `${json}${json.replace('brown dog on', 'other')}`],
  ])('finds it %s', (_, written) => {
    expect(titleOf(written)).toBe(full.title);
  });

  it('keeps apostrophes in single quoted text', () => {
    expect(findObject("{'title': 'the dog's bowl', 'alt': \"it's\"}")).toEqual({
      title: "the dog's bowl",
      alt: "it's",
    });
  });

  it('accepts other names for the title, and a title in pieces', () => {
    expect(titleOf('{"name":"red barn"}')).toBe('red barn');
    expect(titleOf('{"title":["red","barn"]}')).toBe('red barn');
    expect(titleOf('{"title":42}')).toBe('42');
  });

  it('leaves out the extension of a file that a model was not asked for', () => {
    expect(titleOf('{"title":"RED BARN.JPG"}')).toBe('RED BARN');
    expect(titleOf('"red barn.jpeg"')).toBe('red barn');
    expect(readAnalysis('{"title":"red barn","short":"barn.png"}')).toMatchObject({
      analysis: { short: 'barn' },
    });
    expect(titleOf('{"title":"logo of rollcall.app"}')).toBe('logo of rollcall.app');
    expect(titleOf('{"title":".jpg"}')).toBe('.jpg');
  });

  it.each([
    ['A brown dog on a beach', 'brown dog on a beach'],
    ['the red barn', 'red barn'],
    ['the barn', 'the barn'],
    ['A Coruña from the sea', 'A Coruña from the sea'],
  ])('leaves out the article that opens %s', (title, left) => {
    expect(titleOf(JSON.stringify({ title }))).toBe(left);
  });

  it.each(['null', 'The', 'Untitled', 'a photo', 'IMG_0001', 'DSC00017.JPG', 'n/a', 'una foto', 'image.png'])(
    'does not take %s for a name, and asks again',
    (title) => {
      expect(readAnalysis(JSON.stringify({ ...full, title }))).toMatchObject({ kind: 'unusable' });
      expect(readAnalysis(JSON.stringify({ ...full, title, problem: 'blank' }))).toMatchObject({
        kind: 'ok',
      });
      expect(readAnalysis(title)).toMatchObject({ kind: 'unusable' });
    },
  );

  it.each([
    'photo album on shelf',
    'image viewer',
    'P 51 mustang',
    'none of the above sign',
    'true north sign',
  ])('takes %s for one', (title) => {
    expect(titleOf(JSON.stringify({ ...full, title }))).toBe(title);
  });

  it('is least sure where the model does not say how sure it is', () => {
    expect(readAnalysis('{"title":"red barn"}')).toMatchObject({
      analysis: { confidence: 'low', problem: 'none', short: 'red barn', keywords: [], alt: '' },
    });
  });

  it('takes one short line for a name, with low confidence', () => {
    expect(readAnalysis('"Red barn in snow."')).toMatchObject({
      kind: 'ok',
      analysis: { title: 'Red barn in snow', confidence: 'low' },
    });
  });

  it.each([
    "I'm sorry, I can't help with that.",
    'I cannot identify people.',
    'Lo siento, no puedo ayudar con eso.',
    'Désolé, je ne peux pas.',
    '{"title":"I’m sorry, I can’t do that","confidence":"low"}',
  ])('knows a refusal: %s', (written) => {
    expect(readAnalysis(written).kind).toBe('refused');
  });

  it('does not take a shop sign for a refusal', () => {
    expect(titleOf('{"title":"sorry we are closed sign"}')).toBe('sorry we are closed sign');
  });

  it.each(['', '   ', '\u200b', '...', '-'])('asks again for a title of %j', (title) => {
    expect(readAnalysis(JSON.stringify({ ...full, title }))).toEqual({ kind: 'unusable', reason: 'no_name' });
  });

  it('lets a photo go unnamed where the model says why', () => {
    const read = readAnalysis(JSON.stringify({ ...full, title: '', problem: 'blank' }));
    expect(read).toMatchObject({ kind: 'ok', analysis: { title: '', problem: 'blank' } });
  });

  it('never says by itself that nothing is known: only the on-device namer may', () => {
    const read = readAnalysis(JSON.stringify({ ...full, problem: 'nothing_known' }));
    expect(read).toMatchObject({ analysis: { problem: 'none' } });
  });

  it.each(['', 'several\nlines of text', '{"title": "cut o', '[1,2,3]', 'x'.repeat(200)])(
    'cannot use %j',
    (written) => {
      expect(readAnalysis(written)).toEqual({ kind: 'unusable', reason: 'not_json' });
    },
  );

  it('bounds everything', () => {
    const long = 'word '.repeat(5000);
    const read = readAnalysis(
      JSON.stringify({
        ...full,
        title: long,
        alt: long,
        text: long,
        keywords: Array(500)
          .fill(0)
          .map((_, at) => `k${at}`),
      }),
    );
    if (read.kind !== 'ok') throw new Error('not read');
    expect(read.analysis.title.length).toBeLessThanOrEqual(120);
    expect(read.analysis.alt.length).toBeLessThanOrEqual(250);
    expect(read.analysis.text.length).toBeLessThanOrEqual(300);
    expect(read.analysis.keywords).toHaveLength(12);
  });

  it.each([
    ['braces', '{'.repeat(1_000_000)],
    ['quotes', `{${'"'.repeat(999_999)}`],
    ['single quotes', `{${"'".repeat(999_999)}`],
    ['apostrophes and braces', "{'a".repeat(300_000)],
    ['thoughts', '<think>'.repeat(140_000)],
    ['open single quotes', `{${"'a".repeat(2000)}}`],
    ['backslashes', `{"${'\\'.repeat(999_999)}`],
    ['single quoted and closed', `{${"'a' ".repeat(20_000)}}`],
  ])('is through a megabyte of %s at once', (_, written) => {
    const startedAt = performance.now();
    readAnalysis(written);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
