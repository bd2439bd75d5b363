import { describe, expect, it } from 'vitest';
import { createOnDevice, factsHash } from './on-device.ts';
import type { Analysis, Facts } from './vision-model.ts';

const model = createOnDevice();
const never = new AbortController().signal;
const nothing: Facts = { takenLocal: null, city: null, countryCode: null, kind: 'photo', brightness: 0.3 };

async function name(facts: Partial<Facts>, language = 'en'): Promise<Analysis> {
  const question = { language, context: '' };
  const all = { ...nothing, ...facts };
  const outcome = await model.describe(
    { preview: new Uint8Array(), question, facts: all, attempt: 1 },
    never,
  );
  if (outcome.kind !== 'ok') throw new Error(outcome.kind);
  return outcome.analysis;
}

const himeji = { takenLocal: '2018-09-10T12:40:00', city: 'Himeji', countryCode: 'JP' };

describe('a name from facts', () => {
  it.each<[Partial<Facts>, string, string]>([
    [himeji, '2018-09-10 midday in Himeji Japan', '2018-09-10 a mediodía en Himeji Japón'],
    [{ ...himeji, takenLocal: null }, 'photo in Himeji Japan', 'foto en Himeji Japón'],
    [{ takenLocal: '2022-03-31T08:10:00' }, '2022-03-31 morning', '2022-03-31 por la mañana'],
    [
      { takenLocal: '2024-05-11T00:00:00', countryCode: 'IS' },
      '2024-05-11 in Iceland',
      '2024-05-11 en Islandia',
    ],
    [{ takenLocal: '2016-05-14T00:00:00' }, 'photo 2016-05-14', 'foto 2016-05-14'],
    [
      { takenLocal: '2019-11-02T10:00:00', kind: 'screenshot' },
      'screenshot 2019-11-02',
      'captura de pantalla 2019-11-02',
    ],
    [{ kind: 'document' }, 'document', 'documento'],
    [
      { ...himeji, kind: 'panorama' },
      'panorama 2018-09-10 midday in Himeji Japan',
      'panorámica 2018-09-10 a mediodía en Himeji Japón',
    ],
    [
      { takenLocal: '1950-01-01T00:00:00', kind: 'black_and_white' },
      'black and white picture 1950-01-01',
      'imagen en blanco y negro 1950-01-01',
    ],
    [{ city: 'Singapore', countryCode: 'SG' }, 'photo in Singapore', 'foto en Singapore Singapur'],
    [{ countryCode: 'HK' }, 'photo in Hong Kong', 'foto en Hong Kong'],
  ])('of %j', async (facts, english, spanish) => {
    expect((await name(facts)).title).toBe(english);
    expect((await name(facts, 'es-MX')).title).toBe(spanish);
  });

  it('drops the part of the day where the light contradicts the clock', async () => {
    expect((await name({ takenLocal: '2020-01-01T23:00:00', brightness: 0.1 })).title).toBe(
      '2020-01-01 night',
    );
    expect((await name({ takenLocal: '2020-01-01T23:00:00', brightness: 0.7 })).title).toBe(
      'photo 2020-01-01',
    );
    expect((await name({ takenLocal: '2020-01-01T12:00:00', brightness: 0.05 })).title).toBe(
      'photo 2020-01-01',
    );
  });

  it('leaves a photo without facts unnamed, and says so', async () => {
    expect(await name({})).toMatchObject({ title: '', problem: 'nothing_known' });
    expect(await name({ brightness: 0.9 })).toMatchObject({ problem: 'nothing_known' });
    expect(await name({ countryCode: 'ZZ', takenLocal: 'yesterday' })).toMatchObject({
      problem: 'nothing_known',
    });
    const bare = { preview: new Uint8Array(), question: { language: 'en', context: '' }, attempt: 1 };
    expect(await model.describe(bare, never)).toMatchObject({ analysis: { problem: 'nothing_known' } });
  });

  it('is sure of what is stored, less of what was recognised', async () => {
    expect((await name(himeji)).confidence).toBe('high');
    expect((await name({ ...himeji, kind: 'panorama' })).confidence).toBe('medium');
  });

  it('describes the photo in a sentence for those who cannot see it', async () => {
    expect((await name(himeji)).alt).toBe('Photo taken on 10 September 2018 at midday in Himeji, Japan');
    expect((await name(himeji, 'es')).alt).toBe(
      'Foto del 10 de septiembre de 2018 a mediodía en Himeji, Japón',
    );
  });

  it('tells sets of facts apart', () => {
    expect(factsHash({ ...nothing, city: 'Oslo' })).not.toBe(factsHash(nothing));
    expect(factsHash({ ...nothing })).toBe(factsHash(nothing));
  });
});

const kinds = ['photo', 'screenshot', 'document', 'panorama', 'black_and_white'] as const;
const hours = [null, ...Array.from({ length: 24 }, (_, hour) => hour)];
const places = [
  { city: null, countryCode: null },
  { city: 'Xhgtlq', countryCode: null },
  { city: 'Xhgtlq', countryCode: 'DE' },
  { city: null, countryCode: 'US' },
];

const combinations = kinds.flatMap((kind) =>
  hours.flatMap((hour) =>
    places.flatMap((place) =>
      [0.05, 0.3, 0.9].map((brightness) => ({
        city: place.city,
        countryCode: place.countryCode,
        kind,
        brightness,
        takenLocal: hour === null ? null : `2018-09-10T${String(hour).padStart(2, '0')}:30:00`,
      })),
    ),
  ),
);

/** What each language may say, beside the city. */
const vocabulary = {
  en: 'photo picture screenshot document panorama black and white taken on september at in the night morning midday afternoon evening germany united states',
  es: 'foto imagen captura de pantalla documento panorámica en blanco y negro del septiembre madrugada por la mañana a mediodía tarde noche alemania estados unidos ee uu',
};

describe.each(['en', 'es'] as const)('over all combinations, a name in %s', (language) => {
  const allowed = new Set([...vocabulary[language].split(' '), 'xhgtlq']);

  it('says nothing but the facts, in that language', async () => {
    const foreign = new Set<string>();
    for (const facts of combinations) {
      const { title, short, alt, subject, keywords } = await name(facts, language);
      const said = [title, short, alt, subject, ...keywords].join(' ').toLowerCase();
      for (const word of said.match(/\p{L}+/gu) ?? [])
        if (!allowed.has(word)) foreign.add(`${word} in "${title}"`);
      const placeless = facts.city === null && facts.countryCode === null;
      if (placeless && / in | en [A-Z]/u.test(title)) foreign.add(`a place in "${title}"`);
      if (facts.takenLocal === null && /\d/u.test(title + alt)) foreign.add(`a date in "${title}"`);
    }
    expect([...foreign]).toEqual([]);
  });

  it('never has empty places or doubled words', async () => {
    const odd: string[] = [];
    for (const facts of combinations) {
      const { title, alt, short, keywords } = await name(facts, language);
      odd.push(
        ...[title, alt, short, ...keywords].filter((text) =>
          /  |^ | $|null|undefined|, ,|\b(\p{L}+) \1\b/u.test(text),
        ),
      );
    }
    expect(odd.filter((text) => text !== '')).toEqual([]);
  });
});

describe('with recognition', () => {
  const seeing = (...seen: { label: string; count: number | null }[]) => createOnDevice(async () => seen);
  const ask = async (
    namer: ReturnType<typeof createOnDevice>,
    facts: Partial<Facts>,
    language = 'en',
    preview = new Uint8Array([1]),
  ) => {
    const question = { language, context: '' };
    const all = { ...nothing, ...facts };
    const outcome = await namer.describe({ preview, question, facts: all, attempt: 1 }, never);
    if (outcome.kind !== 'ok') throw new Error(outcome.kind);
    return outcome.analysis;
  };
  const dogs = { label: 'dog', count: 2 };
  const people = { label: 'person', count: null };

  it.each<[{ label: string; count: number | null }[], Partial<Facts>, string, string]>([
    [[dogs], himeji, 'two dogs in Himeji Japan 2018-09-10', 'dos perros en Himeji Japón 2018-09-10'],
    [[{ label: 'cat', count: 1 }], {}, 'cat', 'gato'],
    [[people, dogs], {}, 'people and two dogs', 'personas y dos perros'],
    [[people], { takenLocal: '2022-03-31T08:10:00' }, 'people 2022-03-31', 'personas 2022-03-31'],
    [
      [{ label: 'unheard_of', count: 1 }],
      himeji,
      '2018-09-10 midday in Himeji Japan',
      '2018-09-10 a mediodía en Himeji Japón',
    ],
  ])('%j with %j', async (seen, facts, english, spanish) => {
    const namer = seeing(...seen);
    expect((await ask(namer, facts)).title).toBe(english);
    expect((await ask(namer, facts, 'es')).title).toBe(spanish);
  });

  it('says what was seen in every part of the answer, and that it can be wrong', async () => {
    const analysis = await ask(seeing(dogs), himeji);
    expect(analysis).toMatchObject({
      subject: 'two dogs in Himeji, Japan',
      short: 'two dogs',
      alt: 'Two dogs taken on 10 September 2018 at midday in Himeji, Japan',
      confidence: 'medium',
      problem: 'none',
    });
    expect(analysis.keywords).toEqual(['dog', 'Himeji', 'Japan', 'midday', '2018']);
  });

  it('does not look at screens and paper, and not without a picture', async () => {
    expect((await ask(seeing(dogs), { kind: 'screenshot' })).title).toBe('screenshot');
    expect((await ask(seeing(dogs), {}, 'en', new Uint8Array())).problem).toBe('nothing_known');
  });

  it('is another namer than the one that does not look', () => {
    expect(seeing().model).not.toBe(createOnDevice().model);
    expect([seeing().looks, createOnDevice().looks]).toEqual([true, false]);
  });
});
