import { describe, expect, it } from 'vitest';
import { costNano, expectedCostNano, readPrices } from './prices.ts';

const prices = readPrices();

describe('prices', () => {
  it('are in nano-USD: a million tokens in, a million out', () => {
    const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };
    expect(costNano(prices, 'gpt-6-luna', million)).toBe(600_000_000);
  });

  it('expect a photo of the default model to cost about fifteen cents per thousand', () => {
    const photo = expectedCostNano(prices, 'gpt-6-luna') ?? 0;
    expect(photo / 1e6).toBeGreaterThan(0.1);
    expect(photo / 1e6).toBeLessThan(0.2);
  });

  it('know a model by its maker’s prefix and its date', () => {
    const tokens = { inputTokens: 1000, outputTokens: 0 };
    expect(costNano(prices, 'openai/gpt-6-luna', tokens)).toBe(100_000);
    expect(costNano(prices, 'gpt-6-luna-2026-09-24', tokens)).toBe(100_000);
  });

  it.each(['some-model', '__proto__', 'constructor', ''])('are unknown for %j', (model) => {
    expect(costNano(prices, model, { inputTokens: 1, outputTokens: 1 })).toBeNull();
    expect(expectedCostNano(prices, model)).toBeNull();
  });

  it('say of which day they are', () => {
    expect(prices.date).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
  });
});
