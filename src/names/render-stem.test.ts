import { describe, expect, it } from 'vitest';
import { noValues } from './name-values.testdata.ts';
import { renderStem } from './render-stem.ts';
import { defaultTemplate } from './template.ts';
import type { NameValues, Template } from './template.ts';

const puppy: NameValues = {
  title: 'golden retriever puppy in the snow',
  short: 'golden puppy',
  subject: 'a young dog',
  keywords: ['dog', 'deep snow'],
  text: 'GEO SEARCHER',
  takenLocal: '2024-06-13T14:05:09',
  city: 'Dublin',
  country: 'Ireland',
  folder: 'Trips/2019 Spain',
  camera: 'Canon EOS 5D',
  original: 'IMG_0001',
  language: 'en',
};

function render(
  template: Partial<Template>,
  values: Partial<NameValues> = {},
  place: { position: number; total: number } = { position: 0, total: 1 },
): string {
  return renderStem({
    template: { ...defaultTemplate, ...template },
    values: { ...puppy, ...values },
    ...place,
  });
}

describe('renderStem', () => {
  it('numbers fixed text with start, step, padding, separator and case', () => {
    const template = { pattern: 'Harbour {n}', separator: '_', start: 7, step: 3, padding: 4 } as const;
    expect(render(template)).toBe('harbour_0007');
    expect(render(template, {}, { position: 2, total: 3 })).toBe('harbour_0013');
  });

  it('pads to the largest number of the batch by itself', () => {
    expect(render({ pattern: '{n}' }, {}, { position: 0, total: 9 })).toBe('1');
    expect(render({ pattern: '{n}' }, {}, { position: 0, total: 1000 })).toBe('0001');
    expect(render({ pattern: '{n}', start: 95, step: 5 }, {}, { position: 0, total: 2 })).toBe('095');
  });

  it.each([
    ['{title}', 'golden-retriever-puppy-in-the-snow'],
    ['{short}', 'golden-puppy'],
    ['{subject}', 'a-young-dog'],
    ['{keywords}', 'dog-deep-snow'],
    ['{text}', 'geo-searcher'],
    ['{date}', '2024-06-13'],
    ['{date:DD.MM.YY}', '13.06.24'],
    ['{date:YYYY MM}', '2024-06'],
    ['{time}', '14-05-09'],
    ['{time:HHmm}', '1405'],
    ['{place}', 'dublin'],
    ['{city}', 'dublin'],
    ['{country}', 'ireland'],
    ['{folder}', '2019-spain'],
    ['{camera}', 'canon-eos-5d'],
    ['{original}', 'img-0001'],
    ['{date}_{place} - {short}', '2024-06-13-dublin-golden-puppy'],
    ['shot{n}', 'shot1'],
    ['{short} ({place})', 'golden-puppy-(dublin)'],
    ['{{{short}}}', '{golden-puppy}'],
    ['a/b\\c:{n}', 'a-b-c-1'],
  ])('renders %j', (pattern, stem) => {
    expect(render({ pattern })).toBe(stem);
  });

  it.each([
    ['{date} {place} {short}', 'golden-puppy'],
    ['{short} - {date} - {place}', 'golden-puppy'],
    ['{short} ({place}) {n}', 'golden-puppy-1'],
    ['{short} [{place} {date}]', 'golden-puppy'],
    ['{place|unknown} {short}', 'unknown-golden-puppy'],
    ['{place|} {short}', 'golden-puppy'],
    ['{place}', ''],
    ['({place})', ''],
  ])('leaves nothing of a missing value in %j', (pattern, stem) => {
    expect(render({ pattern }, { takenLocal: null, city: '', country: '' })).toBe(stem);
  });

  it('takes the country where no city is known', () => {
    expect(render({ pattern: '{place}' }, { city: '' })).toBe('ireland');
  });

  it('takes no date from what is none', () => {
    expect(render({ pattern: '{date}' }, { takenLocal: 'yesterday' })).toBe('');
    expect(render({ pattern: '{time}' }, { takenLocal: '2024-06-13' })).toBe('');
  });
});

describe('renderStem, with words', () => {
  it.each([
    ["child's kite & dragon", 'childs-kite-dragon'],
    ['rock’n’roll, 50% off!', 'rocknroll-50-off'],
    ['niña en la playa', 'niña-en-la-playa'],
    ['秋の京都 — 金閣寺', '秋の京都-金閣寺'],
    ['белая собака', 'белая-собака'],
    ['🐕 dog', 'dog'],
    ['../../etc/passwd', 'etc-passwd'],
    ['.hidden -rf', 'hidden-rf'],
    ['con', '_con'],
    ['photo.php', 'photo-php'],
    ['İstanbul', 'istanbul'],
    ['🐕', ''],
  ])('makes plain words of the title %j', (title, stem) => {
    expect(render({}, { title })).toBe(stem);
  });

  it.each([
    ['lower', 'usb port in paris', 'usb-port-in-paris'],
    ['upper', 'straße 5', 'STRASSE-5'],
    ['title', 'USB port in Paris', 'USB-Port-In-Paris'],
    ['title', 'GOLDEN RETRIEVER', 'Golden-Retriever'],
    ['sentence', 'dog in Paris', 'Dog-in-Paris'],
    ['keep', 'dog in Paris', 'dog-in-Paris'],
  ] as const)('in %s case writes %j', (letterCase, title, stem) => {
    expect(render({ case: letterCase }, { title })).toBe(stem);
  });

  it('raises the first word of a sentence even after a date', () => {
    expect(render({ pattern: '{date} {short} {place}', case: 'sentence' })).toBe(
      '2024-06-13-Golden-puppy-Dublin',
    );
  });

  it('minds the Turkish i in Turkish only', () => {
    expect(render({}, { title: 'ILIK İzmir', language: 'tr' })).toBe('ılık-izmir');
    expect(render({}, { title: 'ILIK İzmir', language: 'en' })).toBe('ilik-izmir');
  });

  it('keeps numbers apart where there is no separator', () => {
    expect(render({ pattern: '{date} {n} {short}', separator: '' })).toBe('2024-06-13-1goldenpuppy');
  });

  it('never makes a hidden extension with dots as separator', () => {
    expect(render({ separator: '.' }, { title: 'invoice exe' })).toBe('invoice-exe');
    expect(render({ separator: '.' }, { title: 'white php boat' })).toBe('white-php.boat');
    expect(render({ separator: '.' }, { title: 'white boat' })).toBe('white.boat');
  });
});

describe('renderStem, at the end of a name', () => {
  it.each([
    ['a model that stopped in the middle', '{title}', { title: 'cat on top of the' }, 'cat-on-top'],
    ['the same before a number', '{title} {n}', { title: 'cat on top of the' }, 'cat-on-top-1'],
    ['a short title', '{short}', { short: 'vista desde la', language: 'es' }, 'vista'],
    ['nothing but small words', '{title}', { title: 'The Who and The The' }, 'the-who'],
    ['only small words', '{title}', { title: 'with the' }, 'with-the'],
    ['text before a missing value', '{short} in {city}', { city: '', country: '' }, 'golden-puppy'],
    ['the same in Spanish', '{short} en la {place|}', { city: '', country: '' }, 'golden-puppy'],
    ['text before a value', '{short} in {city}', {}, 'golden-puppy-in-dublin'],
    ['text that a person ended so', '{short} to', {}, 'golden-puppy-to'],
    ['text alone', 'in {city}', { city: '', country: '' }, ''],
  ] as const)('leaves no word hanging: %s', (_, pattern, values, stem) => {
    expect(render({ pattern }, values)).toBe(stem);
  });
});

describe('renderStem, with a length', () => {
  it('takes the short title before it cuts', () => {
    expect(render({ maxLength: 34 })).toBe('golden-retriever-puppy-in-the-snow');
    expect(render({ maxLength: 33 })).toBe('golden-puppy');
  });

  it('cuts at a word and not after a function word', () => {
    expect(render({ maxLength: 33 }, { short: '' })).toBe('golden-retriever-puppy');
    expect(render({ maxLength: 22 }, { short: '' })).toBe('golden-retriever-puppy');
    expect(render({ maxLength: 21 }, { short: '' })).toBe('golden-retriever');
    const playa = { title: 'dos niñas en la playa de noche', short: '', language: 'es' };
    expect(render({ maxLength: 26 }, playa)).toBe('dos-niñas-en-la-playa');
    expect(render({ maxLength: 18 }, playa)).toBe('dos-niñas');
  });

  it('cuts what the model wrote before what is known, and never the counter', () => {
    const pattern = '{date} {place} {title} {n}';
    const place = { position: 41, total: 1000 };
    expect(render({ pattern, maxLength: 40 }, { short: '' }, place)).toBe(
      '2024-06-13-dublin-golden-retriever-0042',
    );
    expect(render({ pattern, maxLength: 10 }, { short: '' }, place)).toMatch(/-?0042$/u);
  });

  it('cuts inside a word only if it must', () => {
    expect(render({ maxLength: 10 }, { title: 'x'.repeat(5000), short: '' })).toBe('x'.repeat(10));
    expect(render({ pattern: '{title} {n}', maxLength: 10 }, { title: '金'.repeat(80), short: '' })).toBe(
      `${'金'.repeat(8)}-1`,
    );
  });

  it('gives up leading zeros before digits', () => {
    expect(render({ pattern: '{n}', padding: 12, maxLength: 10 })).toBe('0000000001');
  });

  it('is empty where nothing is known or the pattern is none', () => {
    expect(renderStem({ template: defaultTemplate, values: noValues, position: 0, total: 1 })).toBe('');
    expect(render({ pattern: '{oops' })).toBe('');
  });
});

describe('renderStem, with words left out', () => {
  it.each([
    ['{title}', ['snow', 'golden'], 'retriever-puppy'],
    ['{title}', ['SNOW'], 'golden-retriever-puppy'],
    ['{keywords}', ['snow'], 'dog-deep'],
    ['{subject} {text}', ['young', 'GEO'], 'a-dog-searcher'],
    ['{date} {subject} {n}', ['dog', 'young'], '2024-06-13-1'],
    ['{subject|pet} ({place})', ['dog', 'young', 'a'], 'pet-(dublin)'],
    ['{title} ({keywords}) {n}', ['dog', 'deep snow'], 'golden-retriever-puppy-in-the-snow-1'],
    ['dog {original} {place}', ['dog', 'img', 'dublin'], 'dog-img-0001-dublin'],
  ])('of %j without %j makes %j', (pattern, without, stem) => {
    expect(render({ pattern, without })).toBe(stem);
  });

  it('takes the short title only where that says something', () => {
    const few = { maxLength: 20 };
    expect(render({ ...few, without: ['golden', 'puppy'] })).toBe('retriever');
    expect(render({ ...few, without: ['golden'] })).toBe('puppy');
  });

  it('counts words after they are left out', () => {
    const title = 'a photo of one two three four five six';
    expect(render({ without: ['photo'] }, { title })).toBe('one-two-three-four-five-six');
  });
});

describe('renderStem, with few words', () => {
  it.each([
    [6, 'golden-retriever-puppy-in-the-snow'],
    [5, 'golden-puppy'],
    [2, 'golden-puppy'],
    [1, 'golden'],
  ])('of at most %i takes the short title before it cuts', (maxWords, stem) => {
    expect(render({ maxWords })).toBe(stem);
  });

  it('cuts where a name makes sense, and small words before the one that says something', () => {
    expect(render({ maxWords: 5 }, { short: '' })).toBe('golden-retriever-puppy');
    expect(render({ maxWords: 1 }, { title: 'in the old town', short: '' })).toBe('old');
    expect(render({ maxWords: 1 }, { title: 'at the', short: '' })).toBe('');
  });

  it('counts neither dates nor the number, and cuts no fixed text and no last word', () => {
    const template = { pattern: 'My trip {date} {title} {place} {n}', maxWords: 4 };
    expect(render(template, { short: '' })).toBe('my-trip-2024-06-13-golden-dublin-1');
    expect(render({ ...template, maxWords: 1 }, { city: 'New York' })).toBe(
      'my-trip-2024-06-13-golden-new-1',
    );
    expect(render({ maxWords: 2 }, { title: 'old harbour 2018-09-10' })).toBe('old-harbour-2018-09-10');
  });
});

describe('renderStem, with emoji', () => {
  it('keeps each of the pattern whole', () => {
    const pattern = '👩‍👩‍👧 {title} 🏴󠁧󠁢󠁳󠁣󠁴󠁿❤️‍🔥';
    expect(render({ pattern }, { title: 'dog' })).toBe('👩‍👩‍👧-dog-🏴󠁧󠁢󠁳󠁣󠁴󠁿❤️‍🔥');
    expect(render({ pattern: '👩‍👩‍👧'.repeat(12), maxLength: 10 })).toBe('👩‍👩‍👧'.repeat(10));
    expect(render({ pattern: '👩‍👩‍👧'.repeat(12), maxLength: 150 })).toBe('👩‍👩‍👧'.repeat(11));
  });
});

describe('renderStem, for where the names are used', () => {
  it.each([
    ['any', 'con', '_con'],
    ['windows', 'con', '_con'],
    ['mac_linux', 'con', 'con'],
    ['web', 'con', 'photo-con'],
    ['web', 'Niña & Straße (1) — Москва', 'nina-strasse-1-moskva'],
    ['any', 'Niña & Straße', 'niña-straße'],
  ] as const)('for %s makes of %j: %s', (target, title, stem) => {
    expect(render({ target }, { title })).toBe(stem);
  });

  it('leaves a web address no choice of case, separator and letters', () => {
    const template = { target: 'web', case: 'upper', separator: ' ', letters: 'keep' } as const;
    expect(render({ ...template, pattern: '{title}_{date:DD.MM.YY} ({place})' }, { city: 'Łódź' })).toBe(
      'golden-retriever-puppy-in-the-snow-13-06-24-lodz',
    );
  });

  it('counts bytes for Linux and units for Windows, and cuts both at words', () => {
    const title = Array.from({ length: 7 }, () => '金'.repeat(20)).join(' ');
    const long = { title, short: '' };
    expect(render({ maxLength: 150, target: 'any' }, long)).toBe(Array(3).fill('金'.repeat(20)).join('-'));
    expect(render({ maxLength: 150, target: 'windows' }, long)).toBe(
      Array(7).fill('金'.repeat(20)).join('-'),
    );
  });

  it.each([
    ['keep', 'niña en Łódź', 'niña-en-łódź'],
    ['plain', 'niña en Łódź 東京', 'nina-en-lodz-東京'],
    ['latin', 'niña en Łódź 東京', 'nina-en-lodz'],
    ['latin', '東京', 'img-0001'],
    ['latin', '', ''],
  ] as const)('with letters %s makes of %j: %j', (letters, title, stem) => {
    expect(render({ letters }, { title, short: '' })).toBe(stem);
  });

  it('keeps nothing where the original name has no Latin letter either', () => {
    expect(render({ letters: 'latin' }, { title: '東京', short: '', original: '写真' })).toBe('');
  });

  it('is done with ten thousand letters', () => {
    const title = 'a very long story '.repeat(600);
    expect(render({}, { title, short: '' })).toBe('a-very-long-story-a-very-long');
    expect(render({ pattern: '{original}' }, { original: '金'.repeat(10_000) })).toBe('金'.repeat(60));
  });

  it('takes the short title where the long one has more than seven words', () => {
    const title = 'two dogs and a cat asleep on an old sofa';
    expect(render({ maxLength: 150 }, { title, short: 'dogs and cat asleep' })).toBe('dogs-and-cat-asleep');
    expect(render({ maxLength: 150 }, { title, short: '' })).toBe('two-dogs-and-a-cat-asleep');
  });

  it('counts a day as one word', () => {
    const title = '2012-09-29 afternoon in Seattle United States';
    expect(render({}, { title, short: 'Seattle' })).toBe('2012-09-29-afternoon-in-seattle-united-states');
  });
});
