import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanStem } from './file-name.ts';
import { isFunctionWord } from './function-words.ts';
import { hostileNames, isLegalEverywhere } from './hostile-names.testdata.ts';
import { graphemeCount } from './measure-text.ts';
import { noValues } from './name-values.testdata.ts';
import { tokenNames } from './pattern.ts';
import { renderStem } from './render-stem.ts';
import { defaultTemplate, type NameValues, type Template } from './template.ts';

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
