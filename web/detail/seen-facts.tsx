import type { Photo } from '../../src/http/schemas/photo.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { seenBy } from './seen-by.ts';

/** What was seen in a photo and who saw it; `noText` stands where there is no text in the picture. */
export function SeenFacts({
  analysis,
  noText = '',
}: {
  analysis: NonNullable<Photo['analysis']>;
  noText?: string;
}) {
  const speech = useSpeech();
  const { detail } = speech.words;
  const facts: [string, string][] = [
    [detail.subject, analysis.subject],
    [detail.alt, analysis.alt],
    [detail.keywords, analysis.keywords.join(', ')],
    [detail.text, analysis.text || noText],
    [detail.seenBy, seenBy(analysis, speech)],
  ];
  return (
    <dl className="grid grid-cols-[84px_1fr] gap-x-3 gap-y-2">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
