import { describe, expect, it } from 'vitest';
import { apartStems, chooseApart, tellingWords } from './tell-apart.ts';
import { defaultTemplate, styleOf, type NameValues, type Template } from './template.ts';

const values: NameValues = {
  title: 'dog on a beach',
  short: 'dog',
  subject: 'a dog',
  keywords: ['Dog', 'golden hour of the day', 'sand'],
  text: '',
  takenLocal: '2024-06-13T18:05:09',
  city: 'A Coruña',
  country: 'Spain',
  folder: '',
  camera: '',
  original: 'IMG_1',
  language: 'en',
};
const style = (part: Partial<Template> = {}) => styleOf({ ...defaultTemplate, ...part });

describe('tellingWords', () => {
  it('are keywords, place, part of the day and date, in this order', () => {
    expect(tellingWords(values, style())).toEqual([
      'dog',
      'golden hour',
      'sand',
      'a coruña',
      'evening',
      '2024-06-13',
    ]);
  });

  it('are written as the names are', () => {
    const web = tellingWords({ ...values, language: 'es' }, style({ target: 'web', case: 'upper' }));
    expect(web).toEqual(['dog', 'golden hour', 'sand', 'a coruna', 'tarde', '2024-06-13']);
  });

  it('are none of those that are left out', () => {
    const telling = tellingWords(values, style({ without: ['dog', 'HOUR', 'coruña'] }));
    expect(telling).toEqual(['golden', 'sand', 'a coruña', 'evening', '2024-06-13']);
  });

  it('say no part of the day in a language whose word is not known, and nothing where nothing is known', () => {
    expect(tellingWords({ ...values, language: 'ja' }, style())).not.toContain('evening');
    expect(
      tellingWords({ ...values, keywords: [], city: '', country: '', takenLocal: null }, style()),
    ).toEqual([]);
  });
});

describe('apartStems', () => {
  it('add what the name does not say yet, and stay within its length', () => {
    const stems = (stem: string, part: Partial<Template> = {}) =>
      apartStems(stem, tellingWords(values, style(part)), style(part)).map((apart) => apart.stem);
    expect(stems('dog-on-a-beach')).toEqual([
      'dog-on-a-beach-golden-hour',
      'dog-on-a-beach-sand',
      'dog-on-a-beach-coruña',
      'dog-on-a-beach-evening',
      'dog-on-a-beach-2024-06-13',
    ]);
    expect(stems('dog-on-a-beach', { maxLength: 20 })).toEqual([
      'dog-golden-hour',
      'dog-on-a-beach-sand',
      'dog-coruña',
      'dog-evening',
      'dog-2024-06-13',
    ]);
  });

  it('stay within the words that are wished for, and leave no room for one rather than have one too many', () => {
    const stems = (stem: string, part: Partial<Template>) =>
      apartStems(stem, ['sand', 'golden hour'], style(part)).map((apart) => apart.stem);
    expect(stems('dog-on-a-beach', { maxWords: 4 })).toEqual(['dog-sand', 'dog-golden-hour']);
    expect(stems('old-dog', { maxWords: 2 })).toEqual(['old-sand']);
    expect(stems('dog', { maxWords: 1 })).toEqual([]);
    expect(stems('2024-06-13-old-dog', { maxWords: 3 })).toEqual(['2024-06-13-old-dog-sand']);
    expect(stems('route-66-motel', { maxWords: 3 })).toEqual([]);
    expect(stems('olddog', { maxWords: 3, separator: '' })).toEqual([]);
  });

  it('make no extension of a word', () => {
    expect(apartStems('boat', ['php'], style({ separator: '.' })).map(({ stem }) => stem)).toEqual([
      'boat-php',
    ]);
  });
});

describe('chooseApart', () => {
  /** One after the other, as answers of a job arrive. */
  function nameAll(photos: readonly (readonly string[])[]): string[] {
    const held = new Map<string, readonly string[]>();
    return photos.map((telling) => {
      const wish = { stem: 'beach', telling, variants: () => apartStems('beach', telling, style()) };
      const stem = chooseApart(wish, (tried) => held.get(tried) ?? null);
      if (!held.has(stem)) held.set(stem, telling);
      return stem;
    });
  }

  it.each([
    ['the first has the bare name', [['palm']], ['beach']],
    [
      'the next the first word that the first lacks',
      [['palm'], ['palm', 'sunset']],
      ['beach', 'beach-sunset'],
    ],
    [
      'equal ones share a stem',
      [['palm'], ['palm'], ['sunset'], ['sunset']],
      ['beach', 'beach', 'beach-sunset', 'beach-sunset'],
    ],
    [
      'in any order of words',
      [
        ['palm', 'dog'],
        ['dog', 'palm'],
      ],
      ['beach', 'beach'],
    ],
    [
      'a word that is taken gives way to the next',
      [['a'], ['x', 'y'], ['x', 'z']],
      ['beach', 'beach-x', 'beach-z'],
    ],
    [
      'a word of the first serves where it tells from the others',
      [['lisbon'], ['x', 'porto'], ['x', 'lisbon']],
      ['beach', 'beach-x', 'beach-lisbon'],
    ],
    ['who has less than the others is numbered', [['palm', 'dog'], ['palm']], ['beach', 'beach']],
    ['nothing known is a number', [[], []], ['beach', 'beach']],
  ])('%s', (_, photos, stems) => {
    expect(nameAll(photos)).toEqual(stems);
  });

  it('is the same for the same order', () => {
    const photos = [['a', 'b'], ['b', 'c'], ['c'], ['a', 'b'], ['d', 'a']];
    expect(nameAll(photos)).toEqual(nameAll(photos));
  });
});
