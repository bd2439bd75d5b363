import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DescribeRequest, VisionModel } from '../../src/vision/vision-model.ts';
import { tinyJpeg } from '../simulator/tiny-jpeg.ts';

export interface MadeModel {
  readonly model: VisionModel;
  readonly close?: () => Promise<void>;
}

/** What every source of analyses keeps, whoever is behind it. */
export function describeVisionModel(name: string, make: () => Promise<MadeModel>): void {
  describe(`${name} as a vision model`, () => {
    let made: MadeModel;
    beforeAll(async () => {
      made = await make();
    });
    afterAll(() => made.close?.());

    const request: DescribeRequest = {
      preview: tinyJpeg(1),
      question: { language: 'en', context: 'our trip to Himeji' },
      facts: {
        takenLocal: '2018-09-10T12:30:00',
        city: 'Himeji',
        countryCode: 'JP',
        kind: 'photo',
        brightness: 0.5,
      },
      attempt: 1,
    };
    const ask = (changed: Partial<DescribeRequest> = {}, signal = new AbortController().signal) =>
      made.model.describe({ ...request, ...changed }, signal);

    it('names a photo, and says what it used', async () => {
      const outcome = await ask();
      if (outcome.kind !== 'ok') throw new Error(`Expected an analysis, got ${outcome.kind}`);
      const { analysis, usage } = outcome;
      expect(analysis.title).toMatch(/\p{L}/u);
      expect(analysis.short.length).toBeGreaterThan(0);
      expect(analysis.short.length).toBeLessThanOrEqual(60);
      expect(analysis.title.length).toBeLessThanOrEqual(120);
      expect(analysis.keywords.length).toBeGreaterThan(0);
      expect(analysis.problem).toBe('none');
      for (const count of [usage.inputTokens, usage.outputTokens, usage.costNano])
        expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
    });

    it('gives the same answer to the same question', async () => {
      const [first, second] = await Promise.all([ask(), ask()]);
      expect(first.kind === 'ok' && second.kind === 'ok' && first.analysis).toEqual(
        second.kind === 'ok' && second.analysis,
      );
    });

    it('answers in the language asked for', async () => {
      const [english, spanish] = await Promise.all([
        ask(),
        ask({ question: { language: 'es', context: '' } }),
      ]);
      expect(english.kind === 'ok' && english.analysis.title).not.toBe(
        spanish.kind === 'ok' && spanish.analysis.title,
      );
    });

    it('takes a second attempt', async () => {
      expect((await ask({ attempt: 2 })).kind).toBe('ok');
    });

    it('rejects with the reason of an aborted signal', async () => {
      const stopping = new AbortController();
      stopping.abort(new Error('canceled'));
      await expect(ask({}, stopping.signal)).rejects.toThrow('canceled');
    });

    it('has a lane, a price or none, and says whether it sends anything', () => {
      const { model } = made;
      expect(model.lane).toContain(model.provider);
      expect(model.lane).not.toContain('a-secret-key');
      const price = model.expectedCostNano();
      const allowed = model.onDevice
        ? price === 0
        : price === null || (Number.isSafeInteger(price) && price >= 0);
      expect(allowed).toBe(true);
    });
  });
}
