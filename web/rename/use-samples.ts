import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import type { Namer } from '../settings/use-namer.ts';
import { useRollcall } from '../use-rollcall.ts';
import type { Sample } from './preview-list.tsx';

const shown = 5;

/**
 * Five photos for the preview: of those the job would name (a look costs money), seen ones first, since they cost
 * nothing, spread over the whole choice; none that cannot be read. A photo counts as seen when its analysis answers the question the job would ask: a note makes
 * that another question, and so does another language.
 */
export function useSamples(
  ids: readonly string[],
  question: {
    namer: Namer;
    language: string;
    context: string;
    alreadyNamed: 'skip' | 'again';
    includeHandNamed: boolean;
  },
) {
  const { photos } = useRollcall();
  const [round, setRound] = useState(0);
  const [seenNow, setSeenNow] = useState<{ key: string; ids: ReadonlySet<string> }>({
    key: '',
    ids: new Set(),
  });
  const { namer, language, alreadyNamed, includeHandNamed } = question;
  const context = question.context.trim();
  const key = `${language} ${context}`;

  const picked = useMemo(
    () => pick(ids, round, (id) => photos.get(id), { alreadyNamed, includeHandNamed }),
    [ids, round, photos, alreadyNamed, includeHandNamed],
  );
  useSyncExternalStore(
    (listener) => {
      const stops = picked.map(({ id }) => photos.subscribe(id, listener));
      return () => stops.forEach((stop) => stop());
    },
    () =>
      picked
        .map(({ id }) => photos.get(id)?.analysis)
        .map((analysis) => (analysis ? `${analysis.language} ${analysis.title}` : ''))
        .join('\n'),
  );

  const looked = (id: string) => key === seenNow.key && seenNow.ids.has(id);
  const seen = (photo: Photo) => {
    // A basic name may be stored in another language, and looking again is free: only this dialog's looks count.
    // One without an analysis counts too: there was nothing to go by, and that is the answer.
    if (namer.basic) return looked(photo.id);
    if (!isAnswered(photo)) return false;
    return looked(photo.id) || (context === '' && photo.analysis?.language === language);
  };
  const list: Sample[] = picked.flatMap(({ id, position }) => {
    const photo = photos.get(id);
    return photo ? [{ photo, position, seen: seen(photo), answered: isAnswered(photo) }] : [];
  });
  return {
    list,
    /** Some were answered by a model, so another question about them is paid for again. */
    anyAnswered: list.some((sample) => sample.answered),
    otherLanguage: list.some(({ photo, answered }) => answered && photo.analysis?.language !== language),
    next: ids.length > shown ? () => setRound(round + 1) : null,
    noteSeen: (now: readonly string[]) =>
      setSeenNow((before) => ({ key, ids: new Set([...(before.key === key ? before.ids : []), ...now]) })),
  };
}

function isAnswered(photo: Photo): boolean {
  return photo.analysis !== null && photo.analysis.provider !== 'on-device';
}

export function pick(
  ids: readonly string[],
  round: number,
  photo: (id: string) => Photo | undefined,
  named: { alreadyNamed: 'skip' | 'again'; includeHandNamed: boolean },
): { id: string; position: number }[] {
  const everyOne = ids.map((id, position) => ({ id, position }));
  const readable = everyOne.filter(({ id }) => photo(id)?.state !== 'failed');
  const wanted = readable.filter(({ id }) => {
    const source = photo(id)?.nameSource ?? 'upload';
    if (source === 'upload') return true;
    return source === 'hand' ? named.includeHandNamed : named.alreadyNamed === 'again';
  });
  const all = [wanted, readable, everyOne].find((some) => some.length > 0) ?? everyOne;
  if (all.length <= shown) return all;
  const known = all.filter(({ id }) => photo(id)?.analysis !== null);
  const from = round === 0 && known.length >= shown ? known : all;
  const step = from.length / shown;
  const picked = Array.from({ length: shown }, (_, n) => from[(Math.floor(n * step) + round) % from.length]);
  return picked.filter((each) => each !== undefined);
}
