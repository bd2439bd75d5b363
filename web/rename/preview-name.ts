import type { JobOptions } from '../../src/http/schemas/job.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { parsePattern, usesModel } from '../../src/names/pattern.ts';
import { nameKey } from '../../src/names/name-key.ts';
import type { CountedPlace } from '../../src/names/number-photos.ts';
import { numberShots } from '../../src/names/number-shots.ts';
import { planRenames } from '../../src/names/plan-renames.ts';
import { renderStem } from '../../src/names/render-stem.ts';
import { tellingWords } from '../../src/names/tell-apart.ts';
import { styleOf } from '../../src/names/template.ts';
import { splitName } from '../name-parts.ts';
import { createCountryNames, nameValues } from './name-values.ts';

export type Preview =
  /** The name it would get; `sources` says what it is from. */
  | { kind: 'name'; name: string; sources: readonly Source[] }
  /** Seen, but there is nothing to make a name from. */
  | { kind: 'keeps' }
  /** The pattern needs a look at the picture first. */
  | { kind: 'unseen' };

export type Source = 'date' | 'place' | 'picture';

/** Parts of the day come from the clock, not from the picture. */
const dayWords =
  /\b(?:night|morning|midday|afternoon|evening|de madrugada|por la mañana|a mediodía|por la tarde|por la noche|in|en)\b/giu;

export interface PreviewOptions {
  photo: Photo;
  template: JobOptions['template'];
  language: string;
  position: number;
  total: number;
  /** Whether the stored analysis answers the question that the job would ask. */
  seen: boolean;
}

/** One photo's next name, worked out on this machine with the rules that the server uses. */
export function previewName(options: PreviewOptions): Preview {
  const { photo, template, position, total, seen } = options;
  if (usesModel(template.pattern) && !seen) return { kind: 'unseen' };
  const stem = renderStem({
    template,
    values: nameValues(photo, options.language, createCountryNames()),
    position,
    total,
  });
  if (stem === '') return { kind: 'keeps' };
  const extension = splitName(photo.name).extension.toLowerCase();
  return {
    kind: 'name',
    name: stem + extension,
    sources: sourcesOf(photo, template.pattern, options.language),
  };
}

/** Where the photos of a job are counted for their numbers; photos that are not loaded count with the first folder and no day. */
export function placesIn(
  ids: readonly string[],
  photos: { get: (id: string) => Photo | undefined },
  restart: JobOptions['template']['restart'],
): (position: number) => CountedPlace {
  const counted = ids.map((id) => {
    const photo = photos.get(id);
    const came = splitName(photo?.originalName ?? '');
    return {
      folder: photo?.folder ?? '',
      extension: splitName(photo?.name ?? '').extension.slice(1),
      shotKey: photo?.stack ? nameKey(came.stem, '') : null,
      takenLocal: photo?.takenAt ?? null,
    };
  });
  const places = numberShots(counted, restart);
  return (position) => places[position] ?? { position, total: ids.length };
}

/** Those of a preview with the same name are treated as the job would, as far as these few go. */
export function settleEqualNames(
  options: readonly PreviewOptions[],
  previews: readonly Preview[],
  template: JobOptions['template'],
): Preview[] {
  const style = styleOf(template);
  const named = options.flatMap(({ photo, language }, at) => {
    const preview = previews[at];
    if (preview?.kind !== 'name') return [];
    const { stem, extension } = splitName(preview.name);
    const values = nameValues(photo, language, createCountryNames());
    return [
      {
        photoId: photo.id,
        folder: photo.folder,
        from: photo.name,
        stem,
        extension: extension.slice(1),
        telling: () => tellingWords(values, style),
      },
    ];
  });
  const onConflict = template.sameNames === 'ask' ? 'tell_apart' : template.sameNames;
  const plan = planRenames(named, () => false, { ...style, onConflict });
  const names = new Map(plan.rows.map((row) => [row.photoId, row.to]));
  return previews.map((preview, at) => {
    const name = names.get(options[at]?.photo.id ?? '');
    return preview.kind === 'name' && name !== undefined ? { ...preview, name } : preview;
  });
}

/** What the basic namer had to go by: date and place are facts, anything else was in the picture. */
function sourcesOf(photo: Photo, pattern: string, language: string): Source[] {
  const title = photo.analysis?.title ?? '';
  const parsed = parsePattern(pattern);
  const tokens = new Set(
    parsed.ok ? parsed.parts.map((part) => (part.kind === 'token' ? part.name : '')) : [],
  );
  const year = photo.takenAt?.slice(0, 4);
  const places = photo.place
    ? [photo.place.city, createCountryNames()(photo.place.countryCode, language)].filter(Boolean)
    : [];
  const lower = title.toLowerCase();
  const date = tokens.has('date') || tokens.has('time') || (year !== undefined && title.includes(year));
  const place =
    tokens.has('place') || tokens.has('city') || places.some((name) => lower.includes(name.toLowerCase()));
  const rest = places
    .reduce((text, name) => text.replace(name.toLowerCase(), ''), lower)
    .replaceAll(dayWords, '')
    .replaceAll(/\b(?:photo|foto)\b|[\d\s\-–:.,]/gu, '');
  return [
    ...(date ? (['date'] as const) : []),
    ...(place ? (['place'] as const) : []),
    ...(rest === '' || !usesModel(pattern) ? [] : (['picture'] as const)),
  ];
}
