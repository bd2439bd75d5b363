import { z } from 'zod';
import { cleanText } from './clean-answer.ts';
import { readAnalysis } from './read-analysis.ts';
import type { Outcome, Usage } from './vision-model.ts';

const text = z.string().nullish().catch(null);
const count = z.number().int().nonnegative().max(1e9).catch(0);

const completionSchema = z.object({
  id: text,
  choices: z
    .array(
      z.object({
        finish_reason: text,
        message: z.object({
          content: z.unknown().optional(),
          refusal: text,
          reasoning: text,
          reasoning_content: text,
        }),
      }),
    )
    .min(1),
});

const withUsage = z.object({
  usage: z.object({
    prompt_tokens: count,
    completion_tokens: count,
    completion_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(null),
  }),
});
const contentParts = z.array(z.object({ text: z.string().catch('') }));

/** Reads a parsed body of status 200 that holds no error, in an order in which each answer has one meaning. */
export function readCompletion(options: {
  readonly body: unknown;
  readonly requestId: string | null;
  readonly costNano: (usage: { inputTokens: number; outputTokens: number }) => number;
}): Outcome {
  const { usage, thinkingTokens } = usageOf(options.body, options.costNano);
  const parsed = completionSchema.safeParse(options.body);
  const choice = parsed.data?.choices[0];
  if (choice === undefined) return unusable('no_answer', 'The answer holds no choice', usage);
  const { message, finish_reason: finish } = choice;
  if (message.refusal) return { kind: 'refused', detail: cleanText(message.refusal, 300), usage };
  if (finish === 'content_filter')
    return { kind: 'filtered', detail: 'The provider filtered the answer', usage };
  const content = contentOf(message.content);
  // With some servers the answer of a thinking model ends up among its thoughts.
  const written = content.trim() === '' ? message.reasoning || message.reasoning_content || '' : content;
  if (written.trim() === '') return nothingWritten(finish ?? null, thinkingTokens, usage);
  const read = readAnalysis(written);
  switch (read.kind) {
    case 'ok':
      // Cut off in the middle of a bare name there is no telling what is missing.
      if (finish === 'length' && read.analysis.subject === '' && read.analysis.alt === '')
        return cutOff(usage);
      return { kind: 'ok', analysis: read.analysis, usage, requestId: options.requestId };
    case 'refused':
      return { kind: 'refused', detail: read.detail, usage };
    case 'unusable':
      break;
  }
  return finish === 'length' ? cutOff(usage) : unusable(read.reason, quote(written), usage);
}

function nothingWritten(finish: string | null, thinkingTokens: number, usage: Usage): Outcome {
  if (finish !== 'length') return unusable('no_answer', 'The answer is empty', usage);
  return unusable(
    'cut_off',
    thinkingTokens > 0 ? 'The room for the answer went into thinking' : 'The answer was cut off',
    usage,
  );
}

function cutOff(usage: Usage): Outcome {
  return unusable('cut_off', 'The answer was cut off', usage);
}

type UnusableReason = Extract<Outcome, { kind: 'unusable' }>['reason'];

function unusable(reason: UnusableReason, detail: string, usage: Usage): Outcome {
  return { kind: 'unusable', reason, detail, usage };
}

function quote(written: string): string {
  return `Answered: ${cleanText(written, 200)}`;
}

/** A string, or the parts some servers split it into. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const parts = contentParts.safeParse(content);
  return parts.data?.map((part) => part.text).join('') ?? '';
}

function usageOf(
  body: unknown,
  costNano: (usage: { inputTokens: number; outputTokens: number }) => number,
): { usage: Usage; thinkingTokens: number } {
  const told = withUsage.safeParse(body).data?.usage;
  const inputTokens = told?.prompt_tokens ?? 0;
  const outputTokens = told?.completion_tokens ?? 0;
  const usage = { inputTokens, outputTokens, costNano: costNano({ inputTokens, outputTokens }) };
  return { usage, thinkingTokens: told?.completion_tokens_details?.reasoning_tokens ?? 0 };
}
