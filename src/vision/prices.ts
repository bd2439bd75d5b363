import { z } from 'zod';
import priceFile from './prices.json' with { type: 'json' };

const priceSchema = z.object({
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  imageTokens: z.number().int().nonnegative(),
});

const priceFileSchema = z.object({ date: z.iso.date(), models: z.record(z.string(), priceSchema) });

export interface Prices {
  /** The day the prices were looked up. */
  readonly date: string;
  /** USD per million tokens. */
  readonly models: Readonly<Record<string, { input: number; output: number; imageTokens: number }>>;
}

export interface TokenCount {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What our question and a usual answer come to, without the picture. */
const questionTokens = 480;
const answerTokens = 110;

export function readPrices(file: unknown = priceFile): Prices {
  return priceFileSchema.parse(file);
}

/** What tokens cost in nano-USD, null where no price is known: a dollar per million is a thousand nano a token. */
export function costNano(prices: Prices, model: string, tokens: TokenCount): number | null {
  const price = priceOf(prices, model);
  if (price === null) return null;
  return Math.round((tokens.inputTokens * price.input + tokens.outputTokens * price.output) * 1000);
}

/** Expected cost of one photo of the usual preview's size. */
export function expectedCostNano(prices: Prices, model: string): number | null {
  const price = priceOf(prices, model);
  if (price === null) return null;
  return costNano(prices, model, {
    inputTokens: price.imageTokens + questionTokens,
    outputTokens: answerTokens,
  });
}

/** Resellers put a maker in front (`openai/gpt-6-luna`), makers a date behind (`gpt-6-luna-2026-09-24`). */
function priceOf(prices: Prices, model: string) {
  const plain = model.slice(model.lastIndexOf('/') + 1).replace(/-\d{4}-?\d{2}-?\d{2}$/u, '');
  const name = [model, plain].find((candidate) => Object.hasOwn(prices.models, candidate));
  return name === undefined ? null : (prices.models[name] ?? null);
}
