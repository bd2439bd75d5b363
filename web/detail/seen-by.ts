import type { Photo } from '../../src/http/schemas/photo.ts';
import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';
import { whenText } from './when-text.ts';

type Analysis = NonNullable<Photo['analysis']>;

/** "gpt-6-luna, today at 14:02" */
export function seenBy(
  { provider, model, seenAt }: Analysis,
  speech: { words: Words; format: Format },
): string {
  const { app } = speech.words;
  return [
    provider === 'on-device' ? `${app.onThisComputer}, ${app.basicNames}` : model,
    ...(seenAt === undefined ? [] : [whenText(seenAt, speech)]),
  ].join(', ');
}
