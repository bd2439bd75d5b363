import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';

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

  it('cuts between letters, not inside one', () => {
    expect(cleanText('ab🐕', 3)).toBe('ab');
    expect(cleanText('abx\u0323\u0301', 3)).toBe('ab');
    expect(cleanText('word next', 5)).toBe('word');
  });

  it('lets no letter pile up marks over other lines', () => {
    expect(cleanText(`a${'\u0301'.repeat(5000)}b`).length).toBeLessThan(12);
  });

  it('gives a safe, stable line of at most the length for anything at all', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.integer({ min: 1, max: 40 }),
        (raw, limit) => {
          const clean = cleanText(raw, limit);
          expect(clean.length).toBeLessThanOrEqual(limit);
          expect(clean).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]|^\s|\s$|\s\s/u);
          expect(clean.normalize('NFC')).toBe(clean);
          expect(cleanText(clean, limit)).toBe(clean);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('does not read a comment of many megabytes to its end', () => {
    expect(cleanText(' '.repeat(20_000_000))).toBe('');
  });
});
