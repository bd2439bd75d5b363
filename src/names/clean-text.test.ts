import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';
import { withoutGlue } from './hostile-names.testdata.ts';
import { graphemesOf } from './measure-text.ts';

/** What emoji are made of, and what would like to hide between them. */
const emojiParts = fc.constantFrom(
  '👩',
  '👧',
  '🐕',
  '❤',
  '🏳',
  '🌈',
  '🏴',
  '🇪',
  '🇸',
  '1',
  '#',
  '©',
  'a',
  ' ',
  '\u0301',
  '\u{20e3}',
  '\u{1f3fd}',
  '\u{1f9ff}',
  '\u200d',
  '\u200d',
  '\u200d',
  '\ufe0f',
  '\ufe0f',
  '\ufe0e',
  '\u200b',
  '\u202e',
  '\ud83d',
  '\u{e0041}',
  '\u{e0067}\u{e0062}',
  '\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
);
const emojiLike = fc.array(emojiParts, { maxLength: 24 }).map((parts) => parts.join(''));

describe('cleanText', () => {
  it.each([
    ['a\u202egpj.exe', 'agpj.exe'],
    ['zero\u200bwidth\u200d\ufeff', 'zerowidth'],
    ['tag\u{e0041}\u{e0042}s', 'tags'],
    ['lone \ud800 half \udc00', 'lone half'],
    ['private \ue000 use \u{f0000}', 'private use'],
    ['unassigned \u0378', 'unassigned'],
    ['filler\u3164 selector\ufe0f', 'filler selector'],
    ['\u001b[31mred', '[31mred'],
    ['new\r\n\tline\u2028end\u2800!', 'new line end !'],
    ['\u00a0 wide\u3000 space ', 'wide space'],
    ['nul\u0000l', 'null'],
    ['cafe\u0301', 'café'],
    ['e\u200b\u0301', 'é'],
  ])('makes %j one safe line', (raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  it('leaves ordinary writing of any script alone', () => {
    for (const text of [
      "Joe's Café, 50% off!",
      '秋の京都 — 金閣寺',
      'Привет, мир',
      'नमस्ते दुनिया',
      '👩 & 🐕',
    ]) {
      expect(cleanText(text)).toBe(text);
    }
  });

  it('leaves every emoji whole, joined ones, flags and skin tones too', () => {
    for (const emoji of ['👩‍👩‍👧', '👩‍❤️‍💋‍👨', '🧑🏻‍🤝‍🧑🏿', '👩🏽‍🚀', '🏳️‍🌈', '🇪🇸', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '❤️‍🔥', '☀️', '🐈‍⬛']) {
      expect(emoji).toMatch(/^\p{RGI_Emoji}$/v);
      expect(cleanText(`a ${emoji}b`)).toBe(`a ${emoji}b`);
    }
  });

  it.each([
    ['\u200d👩\u200d', '👩'],
    ['👩\u200d👩\u200d👩\u200d👩\u200d👧', '👩\u200d👩\u200d👩\u200d👩👧'],
    ['👩\u200d\u200d👧', '👩👧'],
    ['a\u200d👧 ©\u200d® 1\u200d2', 'a👧 ©® 12'],
    ['👩\ufe0f☀\ufe0f\ufe0f', '👩☀\ufe0f'],
    ['🏴\u{e0067}\u{e0062}\u{e0041}\u{e007f}', '🏴'],
    ['👩\u202e\u200d👧', '👩👧'],
  ])('lets nothing hide in %j that no emoji needs', (raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  it('cuts between letters, not inside one', () => {
    expect(cleanText('ab🐕', 3)).toBe('ab');
    expect(cleanText('abx\u0323\u0301', 3)).toBe('ab');
    expect(cleanText('word next', 5)).toBe('word');
    expect(cleanText('ab👩‍👩‍👧', 8)).toBe('ab');
    expect(cleanText('👩‍👩‍👧', 4)).toBe('👩');
  });

  it('lets no letter pile up marks over other lines', () => {
    expect(cleanText(`a${'\u0301'.repeat(5000)}b`).length).toBeLessThan(12);
  });

  it('gives a safe, stable line of at most the length for anything at all', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), emojiLike),
        fc.integer({ min: 1, max: 40 }),
        (raw, limit) => {
          const clean = cleanText(raw, limit);
          expect(clean.length).toBeLessThanOrEqual(limit);
          expect(withoutGlue(clean)).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]|^\s|\s$|\s\s/u);
          expect(clean.normalize('NFC')).toBe(clean);
          expect(cleanText(clean, limit)).toBe(clean);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('cuts no emoji in two while one fits', () => {
    fc.assert(
      fc.property(emojiLike, fc.integer({ min: 30, max: 60 }), (raw, limit) => {
        const whole = graphemesOf(cleanText(raw));
        const kept = graphemesOf(cleanText(raw, limit));
        expect(whole.slice(0, kept.length)).toEqual(kept);
      }),
    );
  });

  it('does not read a comment of many megabytes to its end', () => {
    expect(cleanText(' '.repeat(20_000_000))).toBe('');
  });
});
