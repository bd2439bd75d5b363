import { CheckCheck, Copy, Folder, ScanText, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { NameText } from '../components/name-text.tsx';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { patternText } from '../history/job-text.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { AnotherModel } from '../job/another-model.tsx';
import { cardView, failureKind, mayAskAnotherModel } from '../library/card-view.ts';
import { splitName } from '../name-parts.ts';
import { jobChoices } from '../rename/job-choices.ts';
import { NameEditor } from '../rename/name-editor.tsx';
import { useEstimate } from '../rename/use-estimate.ts';
import { useNamer } from '../settings/use-namer.ts';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useCell, useRollcall } from '../use-rollcall.ts';
import { exposureText, lensText } from './exposure-text.ts';
import { LookAgain, LookAgainHint } from './look-again.tsx';
import { NamesSection } from './names-section.tsx';
import { SeenFacts } from './seen-facts.tsx';

interface FactsPanelProps {
  photo: Photo;
  editing: boolean;
  onEditing: (on: boolean) => void;
}

export function FactsPanel({ photo, editing, onEditing }: FactsPanelProps) {
  const { words } = useSpeech();
  return (
    <aside
      aria-label={words.detail.facts}
      className="w-[392px] flex-none overflow-y-auto bg-card max-lg:w-[340px] max-sm:w-full max-sm:flex-1 max-sm:overflow-visible"
    >
      <NameSection photo={photo} editing={editing} onEditing={onEditing} />
      <ProposalSection photo={photo} />
      <CameraSection photo={photo} />
      <SeenSection photo={photo} />
      <NamesSection photo={photo} />
    </aside>
  );
}

function Section({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="border-b border-border px-5 py-4">
      {title === undefined ? null : <h2 className="mb-2 text-sm">{title}</h2>}
      {children}
    </section>
  );
}

function NameSection({ photo, editing, onEditing }: FactsPanelProps) {
  const { words } = useSpeech();
  const { stem, extension } = splitName(photo.name);
  return (
    <Section>
      <div className="mb-1.5 text-xs font-medium">{words.detail.name}</div>
      {editing ? (
        <NameEditor photo={photo} onDone={() => onEditing(false)} />
      ) : (
        <button
          type="button"
          aria-label={`${words.card.rename}: ${photo.name}`}
          className="flex min-h-9 w-full cursor-text! items-center gap-1 rounded-md border border-input px-2.5 py-1 text-left text-base max-sm:min-h-11"
          onClick={() => onEditing(true)}
        >
          <span className="min-w-0 flex-1 font-medium break-words">{stem}</span>
          <span className="flex-none text-muted-foreground">{extension}</span>
        </button>
      )}
      <div className="mt-2 flex items-center gap-2 text-xs text-muted-foreground">
        <span className="min-w-0 flex-1 truncate">
          {photo.previousName === null ? (
            words.detail.originalName
          ) : (
            <>
              {words.detail.wasName} <s>{photo.previousName}</s>
            </>
          )}
        </span>
        {editing ? (
          <span className="flex flex-none items-center gap-1.5 max-sm:hidden">
            <kbd>↵</kbd> {words.detail.save} <kbd>Esc</kbd> {words.app.cancel}
          </span>
        ) : (
          <span className="flex flex-none items-center gap-1.5 max-sm:hidden">
            <kbd>F2</kbd> {words.detail.edit}
          </span>
        )}
      </div>
    </Section>
  );
}

/** A name that waits for a person: one click accepts it. */
function ProposalSection({ photo }: { photo: Photo }) {
  const { words, format } = useSpeech();
  const actions = useActions();
  if (photo.suggestedName === null || (photo.state !== 'needs_look' && photo.state !== 'suggested'))
    return null;
  const { status } = cardView(photo, words, format, 'old');
  return (
    <Section title={words.detail.proposed}>
      <NameText name={photo.suggestedName} className="text-base" />
      <div className="mt-0.5 flex items-center gap-2">
        {status ? <Status {...status} /> : null}
        <span className="text-xs text-muted-foreground">{words.detail.acceptHelp}</span>
      </div>
      <Button look="primary" className="mt-3 w-full" onClick={() => actions.accept([photo.id])}>
        <CheckCheck aria-hidden />
        {words.card.accept}
      </Button>
    </Section>
  );
}

/** Formats that are not written in capitals, or not called as their type is. */
const formatNames: Readonly<Record<string, string>> = { 'image/webp': 'WebP', 'image/x-adobe-dng': 'DNG' };

function CameraSection({ photo }: { photo: Photo }) {
  const { words, format } = useSpeech();
  const time = photo.takenAt === null ? '' : format.takenTime(photo.takenAt);
  const day = photo.takenAt === null ? '' : [format.takenDay(photo.takenAt), time].filter(Boolean).join(', ');
  const place =
    photo.place === null
      ? words.detail.noPlace
      : [photo.place.city, photo.place.country].filter(Boolean).join(', ');
  const size = photo.width === null || photo.height === null ? '' : `${photo.width} × ${photo.height}`;
  const exposure = exposureText(photo.exposure, format);
  const lens = lensText(photo.exposure, format);
  return (
    <Section>
      <p>{[photo.camera ?? '', day, place].filter(Boolean).join(' · ')}</p>
      <p className="num text-xs text-muted-foreground">
        {[
          size,
          format.bytes(photo.bytes),
          formatNames[photo.mediaType] ?? photo.mediaType.replace('image/', '').toUpperCase(),
          ...exposure,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {lens.length === 0 ? null : <p className="num text-xs text-muted-foreground">{lens.join(' · ')}</p>}
      {photo.folder === '' ? null : (
        <p className="mt-1.5 flex items-center gap-2">
          <Folder className="text-muted-foreground" aria-hidden />
          <span className="min-w-0 break-words">{photo.folder}</span>
        </p>
      )}
    </Section>
  );
}

function SeenSection({ photo }: { photo: Photo }) {
  const { words } = useSpeech();
  const actions = useActions();
  const { analysis } = photo;
  if (!analysis) return <NotSeen photo={photo} />;
  return (
    <Section title={words.detail.seen}>
      <SeenFacts analysis={analysis} noText={words.detail.none} />
      <div className="mt-3 flex flex-wrap items-center gap-1.5">
        {analysis.alt === '' ? null : (
          <Button size="small" onClick={() => actions.copy(analysis.alt, words.selection.copied)}>
            <Copy className="icon-sm" aria-hidden />
            {words.detail.copyAlt}
          </Button>
        )}
        {photo.nameSource === 'upload' || isAtWork(photo) ? <AiRenameButton photo={photo} small /> : null}
        <LookAgain photo={photo} />
      </div>
      <LookAgainHint photo={photo} />
    </Section>
  );
}

function NotSeen({ photo }: { photo: Photo }) {
  const { words, language } = useSpeech();
  const { preferences } = usePage();
  const namer = useNamer();
  const kind = failureKind(photo.problem?.code);
  const declined = photo.state === 'failed' && mayAskAnotherModel(kind);
  const estimate = useEstimate([photo.id], {
    ...jobChoices(preferences.get(), language),
    alreadyNamed: 'again',
  });
  const price = () => {
    if (namer.local) return words.time.free;
    return estimate.data?.priceKnown === false ? words.history.priceUnknown : words.time.lessThan('$0.01');
  };
  const hint = () => {
    if (namer.basic) return words.detail.notSeenBasic;
    return words.detail.notSeenHint(`${namer.model}, ${namer.provider} · ${price()}`);
  };
  return (
    <Section title={words.detail.seen}>
      {declined ? (
        <Declined photo={photo} />
      ) : (
        <p className="text-muted-foreground">{words.detail.notSeen}</p>
      )}
      <AiRenameButton photo={photo} />
      <p className="mt-2 text-xs text-muted-foreground">{hint()}</p>
      <PatternButton photo={photo} />
    </Section>
  );
}

/** What the button above would make of what is seen; a click changes it. */
function PatternButton({ photo }: { photo: Photo }) {
  const { words } = useSpeech();
  const { view, preferences } = usePage();
  const { pattern } = useCell(preferences).template;
  return (
    <Button
      look="ghost"
      size="small"
      className="mt-1.5 -ml-2.5 max-w-full"
      onClick={() => view.renaming.set([photo.id])}
    >
      <SlidersHorizontal className="icon-sm" aria-hidden />
      <span className="truncate">{words.detail.pattern(patternText(pattern, words))}</span>
    </Button>
  );
}

/** One provider would not; another may. */
function Declined({ photo }: { photo: Photo }) {
  const { words, language } = useSpeech();
  const { jobs } = useRollcall();
  const { preferences } = usePage();
  const namer = useNamer();
  const job = photo.jobId === null ? undefined : jobs.get(photo.jobId);
  return (
    <>
      <Status tone="failed" icon="failed" word={words.failure[failureKind(photo.problem?.code)]} />
      <p className="text-muted-foreground">{words.failure.declinedHelp}</p>
      <div className="mt-2">
        <AnotherModel
          photoIds={[photo.id]}
          asked={job ?? { provider: namer.id, model: namer.model }}
          choices={job?.options ?? jobChoices(preferences.get(), language)}
        />
      </div>
    </>
  );
}

const isAtWork = ({ state }: Photo): boolean => ['preparing', 'waiting', 'analysing'].includes(state);

function AiRenameButton({ photo, small = false }: { photo: Photo; small?: boolean }) {
  const { words, format } = useSpeech();
  const actions = useActions();
  const { status } = cardView(photo, words, format, 'running');
  if (isAtWork(photo) && status) {
    return (
      <div className="mt-3">
        <Status {...status} />
      </div>
    );
  }
  return (
    <Button
      look={small ? 'ghost' : 'primary'}
      size={small ? 'small' : 'normal'}
      className={small ? '' : 'mt-3 w-full'}
      onClick={() => actions.aiRename([photo.id])}
    >
      <ScanText className={small ? 'icon-sm' : ''} aria-hidden />
      {words.card.aiRename}
      <kbd className={small ? '' : 'border-primary-foreground/50 bg-transparent text-primary-foreground'}>
        A
      </kbd>
    </Button>
  );
}
