import { describe, expect, test } from 'vitest';
import { createSeal } from './seal.ts';

const key = new Uint8Array(32).fill(7);

describe('a seal', () => {
  test('opens what it closed, for the same context', async () => {
    const seal = await createSeal(key);
    const sealed = await seal.close('sk-ü-secret', 'ana openai');
    expect(await seal.open(sealed, 'ana openai')).toBe('sk-ü-secret');
    expect(new TextDecoder().decode(sealed)).not.toContain('secret');
  });

  test('opens nothing for another context, with another key, or after a change', async () => {
    const seal = await createSeal(key);
    const sealed = await seal.close('secret', 'ana openai');
    expect(await seal.open(sealed, 'ben openai')).toBeNull();
    expect(await (await createSeal(new Uint8Array(32))).open(sealed, 'ana openai')).toBeNull();
    expect(await seal.open(sealed.with(20, (sealed[20] ?? 0) ^ 1), 'ana openai')).toBeNull();
    expect(await seal.open(new Uint8Array(), 'ana openai')).toBeNull();
  });

  test('never closes the same secret into the same bytes', async () => {
    const seal = await createSeal(key);
    expect(await seal.close('secret', 'a')).not.toEqual(await seal.close('secret', 'a'));
  });

  test('wants 32 bytes', async () => {
    await expect(createSeal(new Uint8Array(16))).rejects.toThrow('32 bytes');
  });
});
