import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanStem } from './file-name.ts';
import { isFunctionWord } from './function-words.ts';
import { hostileNames, isLegalEverywhere } from './hostile-names.testdata.ts';
import { graphemeCount } from './measure-text.ts';
import { noValues } from './name-values.testdata.ts';
import { tokenNames } from './pattern.ts';
import { renderStem } from './render-stem.ts';
import type { Letters } from './letters.ts';
import type { Separator } from './stem-pieces.ts';
import { defaultTemplate, type NameValues, type Template } from './template.ts';
import { wordsOf } from './words.ts';

describe('renderStem, for anything', () => {
  it('is legal, within its length and always the same, for anything at all', () => {
    const part = fc.oneof(
      fc.constantFrom(...tokenNames.map((name) => `{${name}}`)),
      fc.constantFrom(
        ' ',
        '-',
        '_',
        '.',
        '(',
        ')',
        'con',
        'Trip ',
        '%2e%2e%2f',
        '{place|CON}',
        '~',
        '..',
        '/',
        '{{',
        '}}',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '',
        'con',
        'the',
        'dog in the snow',
        '金'.repeat(200),
        'a '.repeat(90),
        ...hostileNames,
      ),
    );
    const values = fc.record<NameValues>({
      title: text,
      short: text,
      subject: text,
      keywords: fc.array(text, { maxLength: 4 }),
      text,
      takenLocal: fc.constantFrom(null, '', '2024-06-13T14:05:09', '../../etc'),
      city: text,
      country: text,
      folder: text,
      camera: text,
      original: text,
      language: fc.constantFrom('en', 'es', 'tr', 'ja', 'el', '', 'nonsense!'),
    });
    const template = fc.record<Template>({
      pattern: fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
      case: fc.constantFrom('lower', 'upper', 'title', 'sentence', 'keep'),
      separator: fc.constantFrom('-', '_', '.', ' ', ''),
      start: fc.constantFrom(0, 1, 999_999_999),
      step: fc.constantFrom(1, 1000),
      padding: fc.constantFrom<'auto' | number>('auto', 1, 4, 12),
      maxLength: fc.integer({ min: 10, max: 150 }),
      maxWords: fc.constantFrom(null, null, 1, 3, 12),
      without: fc.array(fc.oneof(text, fc.constantFrom('dog', 'the', 'in the snow')), { maxLength: 3 }),
      order: fc.constant('selection'),
      restart: fc.constant('never'),
      letters: fc.constantFrom('keep', 'plain', 'latin'),
      target: fc.constant('any'),
      sameNames: fc.constant('ask'),
    });
    fc.assert(
      fc.property(template, values, fc.nat(99_999), (drawn, known, position) => {
        const options = { template: drawn, values: known, position, total: 100_000 };
        const stem = renderStem(options);
        expect(renderStem(options)).toBe(stem);
        expect(graphemeCount(stem)).toBeLessThanOrEqual(drawn.maxLength);
        expect(stem === '' || isLegalEverywhere(stem)).toBe(true);
        expect(cleanStem(stem, { dots: 'keep' })).toBe(stem);
        expect(stem).not.toMatch(/--|__|\.\.| {2}/u);
      }),
      { numRuns: 1500 },
    );
  });

  it('has no word that is left out, no more than are wished for, and ends in no function word', () => {
    const said = fc.constantFrom(
      ...'a the of in with and photo Photo dog dogs BEACH golden hour café niño'.split(' '),
    );
    const text = fc.array(said, { maxLength: 12 }).map((words) => words.join(' '));
    const drawn = fc.record({
      title: text,
      short: fc.constantFrom('', 'dogs', 'golden hour photo', 'niño'),
      subject: text,
      keywords: fc.array(text, { maxLength: 4 }),
      text,
    });
    const template = fc.record({
      pattern: fc.constantFrom(
        '{title}',
        '{title} {keywords}',
        '{subject|{short}} {text}',
        '{n} {title|x} {date}',
      ),
      separator: fc.constantFrom<Separator>('-', '_', ' ', '.'),
      letters: fc.constantFrom<Letters>('keep', 'plain', 'latin'),
      maxWords: fc.constantFrom(null, 1, 2, 3, 5),
      without: fc.subarray(['photo', 'Golden Hour', 'beach', 'café', 'nino', 'the dog']),
      maxLength: fc.constant(150),
    });
    fc.assert(
      fc.property(template, drawn, (chosen, seen) => {
        const wished: Template = { ...defaultTemplate, ...chosen };
        const values = { ...noValues, ...seen, takenLocal: '2024-06-13T14:05:09' };
        const stem = renderStem({ template: wished, values, position: 0, total: 9 });
        const words = wordsOf(stem).filter((word) => !/\d/u.test(word));
        const line = ` ${words.join(' ').toLowerCase()} `;
        // A phrase is one only within a token; with its accent a word is another, unless that is not written.
        const isMeant = (each: string) =>
          each.includes(' ') ? chosen.pattern === '{title}' : each !== 'nino' || chosen.letters !== 'keep';
        const gone = chosen.without.filter(isMeant);
        for (const each of gone) expect(line).not.toContain(` ${each.toLowerCase()} `);
        const tokens = chosen.pattern.split('{').length - 1;
        expect(words.length).toBeLessThanOrEqual(Math.max(chosen.maxWords ?? 99, tokens));
        const isChanged = wordsOf(seen.title).length !== words.length;
        const isAlone = chosen.pattern === '{title}';
        expect(isAlone && isChanged && isFunctionWord(words.at(-1) ?? '', 'en')).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('after a cut keeps the counter whole and ends in no function word, for any title', () => {
    const word = fc.constantFrom(
      'the',
      'of',
      'in',
      'a',
      'with',
      'dog',
      'conference',
      'snow',
      'internationalization',
    );
    const title = fc.array(word, { minLength: 6, maxLength: 30 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(title, fc.integer({ min: 20, max: 60 }), fc.nat(9998), (drawn, maxLength, position) => {
        const place = { position, total: 9999 };
        const numbered = { ...defaultTemplate, pattern: '{title} {n}', maxLength };
        const stem = renderStem({ template: numbered, values: { ...noValues, title: drawn }, ...place });
        const words = stem.split('-');
        expect(words.pop()).toBe(String(position + 1).padStart(4, '0'));
        const wasCut = words.join(' ') !== drawn;
        expect(wasCut && isFunctionWord(words.at(-1) ?? '', 'en')).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
