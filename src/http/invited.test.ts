import { expect, test } from 'vitest';
import { isInvited } from './invited.ts';

const list = ['anna@example.com', '@studio.example'];
const invited = (email: unknown, more: object = {}) => isInvited(list, { sub: 'x', email, ...more });

test('an address on the list is let in, however it is capitalised', () => {
  expect(invited('anna@example.com')).toBe(true);
  expect(invited('Anna@Example.COM')).toBe(true);
  expect(invited('anna@example.com', { email_verified: true })).toBe(true);
});

test('everybody of a listed domain is let in, and nobody of another that contains it', () => {
  expect(invited('ben@studio.example')).toBe(true);
  expect(invited('ben+photos@Studio.Example')).toBe(true);
  for (const domain of [
    'evil-studio.example',
    'studio.example.evil.org',
    'sub.studio.example',
    'studio.example.',
    'studio.exampl',
    'xstudio.example',
  ]) {
    expect([domain, invited(`ben@${domain}`)]).toEqual([domain, false]);
  }
});

test.for([
  ['another address of the domain', 'ben@example.com'],
  ['a tag', 'anna+x@example.com'],
  ['two at signs', 'anna@example.com@evil.org'],
  ['two at signs, the listed domain last', 'x@evil.org@studio.example'],
  ['a quoted part', '"x@evil.org"@studio.example'],
  ['spaces', ' anna@example.com'],
  ['a line break', 'anna@example.com\n'],
  ['a zero byte', 'anna@example.com\u0000'],
  ['several', 'anna@example.com,evil@evil.org'],
  ['a name in front', 'Anna <anna@example.com>'],
  ['a Cyrillic letter', 'аnna@example.com'],
  ['a letter that lower-cases to ours', 'ben@\u212Atudio.example'],
  ['a long s, which some fold to s', 'ben@\u017Ftudio.example'],
  ['full width', 'anna＠example.com'],
  ['an ideographic dot', 'ben@studio。example'],
  ['nothing before the sign', '@studio.example'],
  ['an empty text', ''],
  ['a list', ['anna@example.com']],
  ['none', undefined],
] as const)('%s is not let in', ([, email]) => {
  expect(invited(email)).toBe(false);
});

test('an address that the issuer has not verified is not let in', () => {
  expect(invited('anna@example.com', { email_verified: false })).toBe(false);
  expect(invited('anna@example.com', { email_verified: 'false' })).toBe(false);
});

test('what people may write about themselves decides nothing', () => {
  const user_metadata = { email: 'anna@example.com', email_verified: true };
  expect(invited('evil@evil.org', { user_metadata })).toBe(false);
  expect(invited(undefined, { user_metadata })).toBe(false);
});

test('without a list everybody who can sign in is let in', () => {
  expect(isInvited(null, {})).toBe(true);
  expect(isInvited([], { email: 'anna@example.com' })).toBe(false);
});
