import { assert, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanDetail, cleanText } from './clean-answer.ts';

describe('cleaning what a model wrote', () => {
  it('makes one line without controls, lone surrogates and hidden characters', () => {
    expect(cleanText('  a\u0000b\n\tc\u001b[31m \uD83D d \u202Egpj\uFEFF ', 100)).toBe('a b c [31m d gpj');
  });

  it('keeps what people write: accents composed, emoji whole, joiners of scripts that need them', () => {
    expect(cleanText('cafe\u0301 👨‍👩‍👧 می‌خواهم', 100)).toBe('café 👨‍👩‍👧 می‌خواهم');
  });

  it('cuts between words, and never inside a character', () => {
    expect(cleanText('one two three four', 12)).toBe('one two');
    expect(cleanText('🏖️'.repeat(50), 11).isWellFormed()).toBe(true);
  });

  it('holds for any text', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 300 }), integer({ min: 1, max: 50 }), (text, max) => {
        const clean = cleanText(text, max);
        expect(clean.length).toBeLessThanOrEqual(max);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/\p{Cc}/u);
        expect(clean).toBe(clean.trim());
      }),
    );
  });

  it('takes a megabyte of one letter without delay', () => {
    expect(cleanText('a'.repeat(1_000_000), 50)).toHaveLength(50);
  });

  it('hides secrets in details', () => {
    expect(cleanDetail('key my-very-own-key or sk-proj-abcdef123', 'my-very-own-key')).toBe('key ••• or •••');
  });
});
