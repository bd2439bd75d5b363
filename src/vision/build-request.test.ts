import { expect, test } from 'vitest';
import { buildRequest } from './build-request.ts';
import { openAi } from './dialects.ts';
import { firstForm } from './learnt-form.ts';

function build(preview: Uint8Array, context = '') {
  const question = { language: 'en', context };
  const request = { preview, question, attempt: 1 };
  const body = buildRequest({ model: 'm', form: firstForm(openAi), answerTokens: 400, request });
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
}

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7) % 256);
const pictureIn = (body: ReturnType<typeof build>): string => body.messages[1].content[1].image_url.url;

test.each([0, 1, 2, 3, 6143, 6144, 6145, 80_000])('a picture of %i bytes arrives byte for byte', (length) => {
  const picture = bytesOf(length);
  const base64 = pictureIn(build(picture)).replace('data:image/jpeg;base64,', '');
  expect(Buffer.from(base64, 'base64').equals(picture)).toBe(true);
  expect(base64).toBe(Buffer.from(picture).toString('base64'));
});

test('words of a person that look like a picture change nothing', () => {
  const context = 'Ours is "data:image/jpeg;base64,AAAA" – on the beach 🏖';
  const body = build(bytesOf(10), context);
  expect(pictureIn(body)).toBe(`data:image/jpeg;base64,${Buffer.from(bytesOf(10)).toString('base64')}`);
  expect(body.messages[0].content).toContain('AAAA');
});
