import { describe, expect, it } from 'vitest';
import { leaveOut, leftOutOf } from './leave-out.ts';
import type { Letters } from './letters.ts';

function left(text: string, without: readonly string[], more: { letters?: Letters; language?: string } = {}) {
  const { letters = 'keep', language = 'en' } = more;
  return leaveOut(text.split(' '), { leftOut: leftOutOf(without), letters }, language).join(' ');
}

describe('leaveOut', () => {
  it.each([
    ['Dog photo', ['PHOTO'], 'Dog'],
    ['photography of photos', ['photo'], 'photography of photos'],
    ['sunset at golden hour in Rome', ['Golden-hour'], 'sunset in Rome'],
    ['golden rain', ['golden hour'], 'golden rain'],
    ['golden hour', ['golden', 'golden hour'], ''],
    ['STRASSE in Rom', ['straße'], 'Rom'],
    ['dog', ['', ' - ', '\u200d'], 'dog'],
    ['dog', [], 'dog'],
  ])('of %j without %j leaves %j', (text, without, expected) => {
    expect(left(text, without)).toBe(expected);
  });

  it.each([
    ['photo of a dog on the beach', ['photo', 'beach'], 'dog'],
    ['dog on the old beach', ['old'], 'dog on the beach'],
    ['dog on the beach with a ball', ['beach'], 'dog with a ball'],
    ['cats and dogs', ['cats'], 'dogs'],
    ['cats and dogs', ['dogs'], 'cats'],
    ['view of the', ['view'], ''],
    ['dog near beach of', ['beach'], 'dog'],
  ])('takes the small words along that led there: %j without %j is %j', (text, without, expected) => {
    expect(left(text, without)).toBe(expected);
  });

  it('knows the small words of other languages', () => {
    expect(left('foto de una playa con perros', ['foto', 'playa'], { language: 'es' })).toBe('perros');
  });

  it('means a word also as it will be written', () => {
    expect(left('café bar', ['cafe'])).toBe('café bar');
    expect(left('café bar', ['cafe'], { letters: 'plain' })).toBe('bar');
    expect(left('собака дома', ['sobaka'], { letters: 'latin', language: 'ru' })).toBe('дома');
    expect(left('café bar', ['café'], { letters: 'latin' })).toBe('bar');
  });

  it('leaves no phrase behind that came together only now', () => {
    expect(left('golden old hour dog', ['old', 'golden hour'])).toBe('dog');
  });
});
