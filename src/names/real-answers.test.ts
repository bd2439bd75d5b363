import { describe, expect, it } from 'vitest';
import { isFunctionWord } from './function-words.ts';
import { planRenames } from './plan-renames.ts';
import { createStemRenderer } from './render-stem.ts';
import { noValues } from './name-values.testdata.ts';
import { tellingWords } from './tell-apart.ts';
import { defaultTemplate, styleOf, type NameValues } from './template.ts';
import { wordsOf } from './words.ts';

const nothing: NameValues = { ...noValues, original: 'IMG_0001' };

/** Title, short title, keywords: the kinds that models give, good ones and those that do as they please. */
const english: readonly (readonly [string, string, string])[] = [
  ['prairie falcon in flight before a cliff', 'falcon in flight', 'falcon, bird, cliff, flight'],
  ['espresso in a red cup', 'espresso cup', 'coffee, espresso, cup, saucer'],
  ['espresso in a red cup', 'espresso cup', 'coffee, cafe table, latte art'],
  ['A golden retriever puppy is running through deep snow towards the camera.', 'puppy in snow', 'dog, snow'],
  ['Photo of a busy street market in the old town on a rainy afternoon', '', 'market, rain, street'],
  ['bride and groom cutting the cake', 'cutting the cake', 'wedding, cake, bride, groom'],
  ['bride and groom cutting the cake', 'cutting the cake', 'wedding, cake, guests'],
  ['"GEO SEARCHER" research ship', 'red ship', 'ship, harbour, GEO SEARCHER'],
  ['Two children’s kites over St. Mary’s beach', 'two kites', 'kite, beach, children'],
  [
    'people sitting at a long table with food and wine glasses in a garden',
    'garden dinner',
    'dinner, garden',
  ],
  ['COFFEE MENU — Flat White £3.20', 'coffee menu', 'menu, prices'],
  ['sunset over the sea', 'sea sunset', 'sunset, sea, sky'],
  ['sunset over the sea', 'sea sunset', 'sunset, sea, pier'],
  ['sunset over the sea', 'sea sunset', 'sunset, sea, sailing boat'],
  ['circuit board with a large chip', 'circuit board', 'electronics, chip'],
  ['man in a blue shirt holding a guitar on stage', 'guitarist on stage', 'music, guitar, stage'],
];
const spanish: readonly (readonly [string, string, string])[] = [
  ['niña con una cometa en la playa', 'niña con cometa', 'niña, cometa, playa'],
  [
    'Un grupo de personas mayores sentadas a la sombra de los árboles de la plaza',
    'mayores en la plaza',
    'plaza',
  ],
  ['iglesia blanca sobre la colina', 'iglesia blanca', 'iglesia, colina'],
  ['iglesia blanca sobre la colina', 'iglesia blanca', 'iglesia, colina, nieve'],
  ['vista desde lo alto de la torre de la catedral hacia el', '', 'vista, torre'],
];

const answers: readonly NameValues[] = [
  ...english.map((answer) => answerOf(answer, 'en')),
  ...spanish.map((answer) => answerOf(answer, 'es')),
];

function answerOf([title, short, keywords]: readonly [string, string, string], language: string): NameValues {
  return { ...nothing, title, short, keywords: keywords.split(', '), language };
}

function namesOf(values: readonly NameValues[]): string[] {
  const stemOf = createStemRenderer(defaultTemplate);
  const style = styleOf(defaultTemplate);
  const wishes = values.map((each, at) => ({
    photoId: String(at),
    folder: '',
    from: `IMG_${at}.JPG`,
    extension: 'jpg',
    stem: stemOf(each, { position: at, total: values.length }),
    telling: () => tellingWords(each, style),
  }));
  const { rows } = planRenames(wishes, () => false, { ...style, onConflict: 'tell_apart' });
  return rows.map((row) => row.to.replace(/\.jpg$/u, ''));
}

describe('names from answers as real models give them', () => {
  it('have two to seven words, told apart or not, and end in one that says something', () => {
    const twice = answers.flatMap((each) => [each, { ...each, keywords: ['lantern'] }]);
    for (const [at, name] of namesOf(twice).entries()) {
      const values = twice[at] ?? nothing;
      const words = name.replace(/-\d+$/u, '').split('-');
      expect(words.length, values.title).toBeGreaterThanOrEqual(2);
      expect(words.length, values.title).toBeLessThanOrEqual(7);
      expect(isFunctionWord(words.at(-1) ?? '', values.language), values.title).toBe(false);
    }
  });

  it('are short and say what the photo shows', () => {
    expect(namesOf(answers)).toEqual([
      'prairie-falcon-in-flight-before-a-cliff',
      'espresso-in-a-red-cup',
      'espresso-in-a-red-cup-cafe-table',
      'puppy-in-snow',
      'photo-of-a-busy-street-market',
      'bride-and-groom-cutting-the-cake',
      'bride-and-groom-cutting-the-cake-guests',
      'geo-searcher-research-ship',
      'two-childrens-kites-over-st-marys-beach',
      'garden-dinner',
      'coffee-menu-flat-white-3-20',
      'sunset-over-the-sea',
      'sunset-over-the-sea-pier',
      'sunset-over-the-sea-sailing-boat',
      'circuit-board-with-a-large-chip',
      'guitarist-on-stage',
      'niña-con-una-cometa-en-la-playa',
      'mayores-en-la-plaza',
      'iglesia-blanca-sobre-la-colina',
      'iglesia-blanca-sobre-la-colina-nieve',
      'vista-desde-lo-alto-de-la-torre',
    ]);
  });

  it('give no two photos one base where a word tells them apart', () => {
    const bases = namesOf(answers).map((name) => name.replace(/-\d+$/u, ''));
    expect(new Set(bases.map((base) => base)).size).toBe(bases.length);
  });

  it('hold a person’s name only where the answer does: a note is no source of words', () => {
    const answered = [
      { ...nothing, title: 'bride Anna with her bouquet', short: 'Anna' },
      { ...nothing, title: 'guests dancing in a tent', short: 'guests' },
      { ...nothing, title: 'wedding cake with figs', short: 'cake' },
    ];
    expect(namesOf(answered).filter((name) => name.includes('anna'))).toEqual([
      'bride-anna-with-her-bouquet',
    ]);
    for (const [at, name] of namesOf(answered).entries()) {
      const known = new Set(wordsOf(answered[at]?.title ?? '').map((word) => word.toLowerCase()));
      expect(name.split('-').filter((word) => !known.has(word))).toEqual([]);
    }
  });
});
