import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePattern, tokenNames, usesModel } from './pattern.ts';

describe('parsePattern', () => {
  it('reads fixed text, tokens, formats, fallbacks and braces', () => {
    expect(parsePattern('My {date:YYYY-MM} {place|un known}{{x}}')).toEqual({
      ok: true,
      parts: [
        { kind: 'literal', text: 'My ' },
        { kind: 'token', name: 'date', format: 'YYYY-MM', fallback: '' },
        { kind: 'literal', text: ' ' },
        { kind: 'token', name: 'place', format: '', fallback: 'un known' },
        { kind: 'literal', text: '{x}' },
      ],
    });
  });

  it('knows every token', () => {
    for (const name of tokenNames) expect(parsePattern(`{${name}}`).ok).toBe(true);
  });

  it.each([
    ['', 'empty', 0],
    ['{tittle}', 'unknown_token', 1],
    ['{}', 'unknown_token', 1],
    ['go {title', 'unclosed', 3],
    ['{a{title}}', 'unclosed', 0],
    ['a } b', 'stray_brace', 2],
    ['{date:YYYY-Q}', 'bad_format', 11],
    ['{date:/YYYY}', 'bad_format', 6],
    ['{date:}', 'bad_format', 6],
    ['{title:YYYY}', 'no_format', 6],
    [`{title}${'x'.repeat(494)}`, 'too_long', 500],
  ])('refuses %j as %s, at the character', (pattern, code, at) => {
    expect(parsePattern(pattern)).toMatchObject({ ok: false, code, at });
  });

  it.each([
    ['{tittle}', 'title'],
    ['{Orignal}', 'original'],
    ['{date_}', 'date'],
    ['{keyword}', 'keywords'],
    ['{cam}', 'camera'],
    ['{number}', 'n'],
    ['{location}', 'place'],
    ['{zebra}', ''],
    ['{}', ''],
    [`{${'x'.repeat(400)}}`, ''],
  ])('for %s suggests %j', (pattern, suggestion) => {
    expect(parsePattern(pattern)).toMatchObject({ ok: false, suggestion });
  });

  it('says in words what is wrong and what was probably meant', () => {
    expect(parsePattern('{date} {tittle}')).toMatchObject({
      at: 8,
      message: 'There is no {tittle}. Did you mean {title}?',
    });
  });

  it('takes an album for a folder', () => {
    expect(parsePattern('{album}')).toMatchObject({ ok: true, parts: [{ name: 'folder' }] });
  });

  it('answers for any text, with a place inside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('{}|:titledatn YMD')) }), (pattern) => {
        const parsed = parsePattern(pattern);
        const at = parsed.ok ? 0 : parsed.at;
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(pattern.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('usesModel', () => {
  it.each([
    ['{title}', true],
    ['{date} {keywords}', true],
    ['{date} {place} {original} {n}', false],
    ['title', false],
    ['{broken', false],
  ])('says of %j: %s', (pattern, uses) => {
    expect(usesModel(pattern)).toBe(uses);
  });
});
