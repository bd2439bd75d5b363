import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import type { Namer } from '../settings/use-namer.ts';
import { useRollcall } from '../use-rollcall.ts';
import type { Sample } from './preview-list.tsx';

const shown = 5;

/**
 * Five photos for the preview: seen ones first, since they cost nothing, spread over the whole choice.
 * A photo counts as seen when its analysis answers the question the job would ask.
 */
export function useSamples(
  ids: readonly string[],
  question: { namer: Namer; language: string; asked: string; context: string },
) {
  const { photos } = useRollcall();
  const [round, setRound] = useState(0);
  const [seenNow, setSeenNow] = useState<{ key: string; ids: ReadonlySet<string> }>({
    key: '',
    ids: new Set(),
  });
  const { namer, language, asked, context } = question;
  const key = `${language} ${context}`;
  const asBefore = key === `${asked} `;

  const picked = useMemo(
    () => pick(ids, round, (id) => photos.get(id)?.analysis !== null),
    [ids, round, photos],
  );
  useSyncExternalStore(
    (listener) => {
      const stops = picked.map(({ id }) => photos.subscribe(id, listener));
      return () => stops.forEach((stop) => stop());
    },
    () => picked.map(({ id }) => photos.get(id)?.analysis?.title ?? '').join('\n'),
  );

  const looked = (id: string) => key === seenNow.key && seenNow.ids.has(id);
  const seen = (photo: Photo) => {
    // A basic name may be stored in another language, and looking again is free: only this dialog's looks count.
    // One without an analysis counts too: there was nothing to go by, and that is the answer.
    if (namer.basic) return looked(photo.id);
    const byModel = photo.analysis !== null && photo.analysis.provider !== 'on-device';
    return byModel && (asBefore || looked(photo.id));
  };
  const list: Sample[] = picked.flatMap(({ id, position }) => {
    const photo = photos.get(id);
    return photo ? [{ photo, position, seen: seen(photo) }] : [];
  });
  return {
    list,
    anySeen: list.some((sample) => sample.photo.analysis !== null),
    next: ids.length > shown ? () => setRound(round + 1) : null,
    noteSeen: (now: readonly string[]) =>
      setSeenNow((before) => ({ key, ids: new Set([...(before.key === key ? before.ids : []), ...now]) })),
  };
}

function pick(
  ids: readonly string[],
  round: number,
  seen: (id: string) => boolean,
): { id: string; position: number }[] {
  const all = ids.map((id, position) => ({ id, position }));
  if (ids.length <= shown) return all;
  const known = all.filter(({ id }) => seen(id));
  const from = round === 0 && known.length >= shown ? known : all;
  const step = from.length / shown;
  const picked = Array.from({ length: shown }, (_, n) => from[(Math.floor(n * step) + round) % from.length]);
  return picked.filter((each) => each !== undefined);
}
