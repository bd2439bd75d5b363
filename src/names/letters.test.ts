import { describe, expect, it } from 'vitest';
import { writeLetters } from './letters.ts';

describe('writeLetters', () => {
  it.each([
    ['niña', 'es', 'nina'],
    ['Café', 'fr', 'Cafe'],
    ['Straße', 'de', 'Strasse'],
    ['Ärger', 'de', 'Aerger'],
    ['Ärger', 'sv', 'Arger'],
    ['Łódź', 'pl', 'Lodz'],
    ['Ålesund', 'no', 'Alesund'],
    ['smørbrød', 'da', 'smorbrod'],
    ['Αθήνα', 'el', 'Αθηνα'],
    ['район', 'ru', 'район'],
    ['がっこう', 'ja', 'がっこう'],
    ['नमस्ते', 'hi', 'नमस्ते'],
  ])('takes the accents off %s (%s)', (word, language, expected) => {
    expect(writeLetters(word, 'plain', language)).toBe(expected);
  });

  it.each([
    ['Москва', 'ru', 'Moskva'],
    ['Щука', 'ru', 'Shchuka'],
    ['Гора', 'uk', 'Hora'],
    ['Щъркел', 'bg', 'Shtarkel'],
    ['Αθήνα', 'el', 'Athina'],
    ['ουρανός', 'el', 'ouranos'],
    ['Ｆｕｌｌ', 'ja', 'Full'],
    ['ﬁnal²', 'en', 'final2'],
    ['½', 'en', '1-2'],
    ['⒈', 'en', '1'],
    ['京都', 'ja', ''],
    ['東京tower', 'ja', 'tower'],
    ['Žižkov', 'cs', 'Zizkov'],
  ])('writes %s (%s) with Latin letters, and drops what has none', (word, language, expected) => {
    expect(writeLetters(word, 'latin', language)).toBe(expected);
  });

  it('leaves everything as it is where that is wished', () => {
    expect(writeLetters('niña 京都', 'keep', 'es')).toBe('niña 京都');
  });
});
