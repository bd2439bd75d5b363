import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { splitFileName } from '../../src/names/file-name.ts';
import { planHash } from '../../src/names/plan-hash.ts';
import { parsePattern } from '../../src/names/pattern.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { problemText } from '../problem-text.ts';
import { createCountryNames } from '../rename/name-values.ts';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useRollcall } from '../use-rollcall.ts';
import { loadPhotos, present } from '../library/load-photos.ts';
import {
  bulkPlanOf,
  hashOf,
  onConflictOf,
  planBulk,
  renderStems,
  takenBy,
  valuesOf,
  type BulkWish,
  type Template,
} from './plan-bulk.ts';
import { rememberTemplate } from '../rename/presets.ts';
import { refusedPlan, type RefusedPlan } from './refused-plan.ts';

export type BulkRename = ReturnType<typeof useBulkRename>;

interface Choices {
  edits: ReadonlyMap<string, string>;
  /** Where a person decided; else only photos named by hand are left out. */
  ticks: ReadonlyMap<string, boolean>;
}

const noChoices: Choices = { edits: new Map(), ticks: new Map() };

/** What the Rename dialog decides, what becomes of every photo by it, and doing exactly that. */
export function useBulkRename(ids: readonly string[], onDone: () => void) {
  const { words } = useSpeech();
  const { photos: store } = useRollcall();
  const { photos, setPhotos, failed } = usePhotos(ids);
  const [choices, setChoices] = useState<Choices>(noChoices);
  /** The server's own plan, where it would do something else than was worked out here. */
  const [answer, setAnswer] = useState<RefusedPlan['rows'] | null>(null);

  const { template, shown, change, take, round } = useTemplate(() => setAnswer(null));

  // Typing stays quick: with 10,000 photos the table may come a moment later.
  const shownTemplate = useDeferredValue(shown);
  const countryNames = useMemo(() => createCountryNames(), []);
  const values = useMemo(() => valuesOf(photos, countryNames), [photos, countryNames]);
  const stems = useMemo(() => renderStems(photos, values, shownTemplate), [photos, values, shownTemplate]);
  const taken = useMemo(() => takenBy(store.values(), new Set(photos.map(({ id }) => id))), [store, photos]);
  const wish = useMemo(
    (): BulkWish => ({
      photos,
      values,
      stems,
      taken,
      template: shownTemplate,
      edits: choices.edits,
      leftOut: new Set(photos.filter((photo) => !isTicked(photo, choices)).map(({ id }) => id)),
    }),
    [photos, values, stems, taken, shownTemplate, choices],
  );
  const plan = useMemo(() => (answer === null ? planBulk(wish) : bulkPlanOf(answer, wish)), [wish, answer]);
  const apply = useApply({ wish, answer, onDone });

  const parsed = parsePattern(template.pattern);
  const valid = parsed.ok;
  const ready = valid && photos.length > 0 && shownTemplate === template;
  const decide = (next: (before: Choices) => Choices) => {
    setAnswer(null);
    setChoices(next);
  };

  async function showNew(): Promise<void> {
    if (apply.refused === null) return;
    const { rows, gone } = apply.refused;
    const kept = await apply.readAgain(photos);
    const there = new Set(rows.map((row) => row.photoId));
    const next = kept.filter(({ id }) => !gone.includes(id) && (rows.length === 0 || there.has(id)));
    setPhotos(next);
    const known = valuesOf(next, countryNames);
    const sure = hashOf({
      ...wish,
      photos: next,
      values: known,
      stems: renderStems(next, known, template),
    });
    setAnswer(rows.length > 0 && planHash(rows) !== sure ? rows : null);
    apply.forget();
  }

  return {
    photos,
    loading: photos.length === 0 && !failed,
    template,
    change,
    take,
    round,
    plan,
    valid,
    patternError: parsed.ok ? null : parsed,
    canApply: ready && plan.problems === 0 && plan.counts.ok > 0 && !apply.busy && apply.refused === null,
    busy: apply.busy,
    refused: apply.refused,
    showNew: () => void showNew(),
    problem: failed ? words.bulk.loadFailed : apply.problem,
    apply: apply.run,
    tick: (which: readonly string[], on: boolean) =>
      decide((before) => ({
        ...before,
        ticks: new Map([...before.ticks, ...which.map((id) => [id, on] as const)]),
      })),
    /** A name typed for one photo; an empty one gives it back to the pattern. */
    edit: (photo: Photo, typed: string) => decide((before) => withEdit(before, photo, typed)),
  };
}

function useTemplate(onChange: () => void) {
  const { preferences } = usePage();
  const [template, setTemplate] = useState<Template>(() => ({ ...preferences.get().bulkTemplate }));
  /** While a pattern is being written it may be none: the names of the last good one stay. */
  const [shown, setShown] = useState(template);
  /** Rises when the pattern comes from elsewhere than the field, which then starts anew. */
  const [round, setRound] = useState(0);
  const change = (part: Partial<Template>) => {
    onChange();
    const next = { ...template, ...part };
    setTemplate(next);
    setShown(parsePattern(next.pattern).ok ? next : { ...next, pattern: shown.pattern });
  };
  const take = (part: Partial<Template>) => {
    change(part);
    setRound(round + 1);
  };
  return { template, shown, round, change, take };
}

function isTicked(photo: Photo, { ticks }: Choices): boolean {
  return ticks.get(photo.id) ?? photo.nameSource !== 'hand';
}

function withEdit(before: Choices, photo: Photo, typed: string): Choices {
  const edits = new Map(before.edits);
  const name = splitFileName(typed.trim());
  const own = splitFileName(photo.name).extension.toLowerCase();
  // The photo's own extension at the end is not part of the stem; the field shows it anyway.
  const stem = name.extension !== '' && name.extension.toLowerCase() === own ? name.stem : typed.trim();
  if (stem === '') edits.delete(photo.id);
  else edits.set(photo.id, stem);
  return {
    ...before,
    edits,
    ticks: stem === '' ? before.ticks : new Map([...before.ticks, [photo.id, true]]),
  };
}

/** The chosen photos as they are when the dialog opens: what is shown stands still until it is asked for again. */
function usePhotos(ids: readonly string[]) {
  const { client, photos: store } = useRollcall();
  const [photos, setPhotos] = useState<readonly Photo[]>(() => {
    const known = present(ids, store);
    return known.length === ids.length ? known : [];
  });
  const [failed, setFailed] = useState(false);
  const missing = photos.length === 0;
  useEffect(() => {
    if (!missing) return undefined;
    let open = true;
    loadPhotos(ids, { photos: store, listPhotos: client.listPhotos })
      .then((loaded) => (open ? setPhotos(loaded) : undefined))
      .catch(() => (open ? setFailed(true) : undefined));
    return () => {
      open = false;
    };
  }, [missing, ids, store, client]);
  return { photos, setPhotos, failed };
}

function useApply({
  wish,
  answer,
  onDone,
}: {
  wish: BulkWish;
  answer: RefusedPlan['rows'] | null;
  onDone: () => void;
}) {
  const { words, format } = useSpeech();
  const { client, photos: store, selection, toasts } = useRollcall();
  const { preferences } = usePage();
  const actions = useActions();
  const [state, setState] = useState<{ busy: boolean; problem: string; refused: RefusedPlan | null }>({
    busy: false,
    problem: '',
    refused: null,
  });

  async function run(): Promise<void> {
    const { template, edits, leftOut } = wish;
    setState({ busy: true, problem: '', refused: null });
    try {
      const rename = await client.applyRename({
        photoIds: wish.photos.map(({ id }) => id),
        template,
        edits: [...edits].map(([photoId, name]) => ({ photoId, name })),
        leaveOut: [...leftOut],
        // Those not ticked are left out one by one.
        includeHandNamed: true,
        planHash: answer === null ? hashOf(wish) : planHash(answer),
        onConflict: onConflictOf(template),
      });
      preferences.change(rememberTemplate(preferences.get(), template));
      selection.clear();
      toasts.show({
        tone: 'done',
        text: words.job.renamed(rename.count, format.count(rename.count)),
        action: { label: words.app.undo, run: () => actions.undo(rename.id) },
      });
      onDone();
    } catch (problem) {
      const refused = refusedPlan(problem);
      setState({ busy: false, problem: refused ? '' : problemText(problem, words), refused });
    }
  }

  /** What changed is in the store already where the line is up; the rest is asked for. */
  async function readAgain(photos: readonly Photo[]): Promise<readonly Photo[]> {
    const now = new Map(state.refused?.rows.map((row) => [row.photoId, row.from]));
    const stale = photos.filter(({ id }) => now.has(id) && now.get(id) !== store.get(id)?.name).slice(0, 500);
    store.put(await Promise.all(stale.map(({ id }) => client.getPhoto(id))).catch(() => []));
    return present(
      photos.map(({ id }) => id),
      store,
    );
  }

  return {
    ...state,
    run: () => void run(),
    readAgain,
    forget: () => setState({ busy: false, problem: '', refused: null }),
  };
}
