import { createOpenLane, type Lane } from '../src/vision/lane.ts';

const subjects = [
  'harbour',
  'old bridge',
  'market stall',
  'mountain lake',
  'wedding table',
  'red bicycle',
  'cat',
];
const moods = ['at dawn', 'in the rain', 'from above', 'at night', 'in spring', 'with people'];

/** A paid model that answers at once; titles repeat, as they do in a real library, so that names need numbers. */
export function instantLane(concurrency: number): Lane {
  let calls = 0;
  return createOpenLane(
    {
      provider: 'openai-compatible',
      model: 'instant',
      usesFacts: false,
      onDevice: false,
      looks: true,
      lane: 'bench:instant',
      expectedCostNano: () => 1000,
      async describe() {
        calls += 1;
        const subject = subjects[calls % subjects.length] ?? '';
        const title = `${subject} ${moods[calls % moods.length] ?? ''} ${calls % 500}`;
        return {
          kind: 'ok',
          analysis: {
            subject,
            title,
            short: subject,
            alt: `A photo of a ${title}`,
            keywords: [subject, 'bench'],
            text: '',
            confidence: 'high',
            problem: 'none',
          },
          usage: { inputTokens: 900, outputTokens: 120, costNano: 1000 },
          requestId: `req_${calls}`,
        };
      },
    },
    concurrency,
  );
}
