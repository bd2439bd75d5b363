import { expect, test } from 'vitest';
import { tellingWords } from '../src/names/tell-apart.ts';
import { defaultTemplate, styleOf } from '../src/names/template.ts';
import { createOnDevice } from '../src/vision/on-device.ts';
import type { Facts } from '../src/vision/vision-model.ts';

const nothing = { title: '', short: '', subject: '', keywords: [], text: '', city: '', country: '' };
const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:30:00`);

/** What a photo is told from others by, besides its date. */
const toldApartBy = (takenLocal: string, language: string): readonly string[] =>
  tellingWords(
    { ...nothing, takenLocal, folder: '', camera: '', original: '', language },
    styleOf(defaultTemplate),
  ).slice(0, -1);

/** What the namer on this machine says of it, besides its year. */
async function saidBy(takenLocal: string, language: string): Promise<readonly string[]> {
  const light = { city: null, countryCode: null, camera: null, kind: 'photo', brightness: 0.3 } as const;
  const facts: Facts = { ...light, takenLocal };
  const request = { preview: new Uint8Array(), question: { language, context: '' }, facts, attempt: 1 };
  const outcome = await createOnDevice().describe(request, new AbortController().signal);
  return outcome.kind === 'ok' ? outcome.analysis.keywords.slice(0, -1) : [];
}

// Two rooms that do not know each other; a photo named "afternoon" by the one must not be told apart as "evening".
test.each(['en', 'es'])('an hour has one name in %s, whoever says it', async (language) => {
  for (const time of [...hours, '00:00:00']) {
    const at = `2024-06-13T${time}`;
    expect([time, toldApartBy(at, language)]).toEqual([time, await saidBy(at, language)]);
  }
  expect(toldApartBy('2024-06-13T12:30:00', 'en')).toEqual(['midday']);
});
