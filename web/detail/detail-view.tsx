import {
  ChevronLeft,
  ChevronRight,
  Copy,
  Download,
  Ellipsis,
  ImageOff,
  PanelRightClose,
  PanelRightOpen,
  Trash2,
  X,
} from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useCallback, useEffect, useState } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { escapeKeys } from '../components/escape-keys.ts';
import { Button } from '../components/ui/button.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../components/ui/menu.tsx';
import { DownloadOptions } from '../export/download-options.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { focusCard } from '../library/focus-card.ts';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useCell, usePhone, usePhoto, useRollcall } from '../use-rollcall.ts';
import { FactsPanel } from './facts-panel.tsx';
import { FilmStrip } from './film-strip.tsx';
import { usePhotosAround } from './use-photos-around.ts';

/** One photo, large, on a dark stage in both themes. */
export function DetailView() {
  const { view } = usePage();
  const { cards } = useRollcall();
  const id = useCell(view.openId);
  const close = useCallback(() => view.openId.set(null), [view]);
  return (
    <Dialog.Root open={id !== null} onOpenChange={(open) => (open ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Content
          {...escapeKeys(close)}
          aria-describedby={undefined}
          className="fade-in fixed inset-0 z-20 flex bg-stage outline-none max-sm:flex-col max-sm:overflow-y-auto"
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const last = view.activeId.get();
            const inGrid = view.openAmong.get() === null;
            view.openAmong.set(null);
            if (last !== null) focusCard(document.body, inGrid ? cards.cardOf(last) : last);
          }}
        >
          {id === null ? null : <Detail id={id} onClose={close} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const { view } = usePage();
  const photo = usePhoto(id);
  const ids = usePhotosAround();
  const phone = usePhone();
  const actions = useActions();
  const [editing, setEditing] = useState(false);
  const [facts, setFacts] = useState(true);
  const at = ids.indexOf(id);

  const go = useCallback(
    (by: number) => {
      const next = ids[at + by];
      if (next === undefined) return;
      setEditing(false);
      view.activeId.set(next);
      view.openId.set(next);
    },
    [ids, at, view],
  );
  useEffect(() => {
    if (!photo) onClose();
  }, [photo, onClose]);
  useKeys({ go, edit: () => setEditing(true), rename: () => actions.aiRename([id]) });

  if (!photo) return null;
  return (
    <>
      <Stage
        photo={photo}
        at={at}
        total={ids.length}
        go={go}
        onClose={onClose}
        facts={facts}
        onFacts={() => setFacts(!facts)}
      />
      {facts || phone ? <FactsPanel photo={photo} editing={editing} onEditing={setEditing} /> : null}
    </>
  );
}

/** Keys of the large view; fields keep their own. */
function useKeys({
  go,
  edit,
  rename,
}: {
  go: (by: number) => void;
  edit: () => void;
  rename: () => void;
}): void {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const inField =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [role="menu"], [role="alertdialog"]') !== null;
      if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'ArrowLeft') go(-1);
      if (event.key === 'ArrowRight') go(1);
      if (event.key === 'F2') edit();
      if (event.key === 'a' || event.key === 'A') rename();
      if (event.key === 'F2') event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [go, edit, rename]);
}

interface StageProps {
  photo: Photo;
  at: number;
  total: number;
  facts: boolean;
  go: (by: number) => void;
  onClose: () => void;
  onFacts: () => void;
}

const onStage = 'text-stage-foreground hover:bg-white/10';

function Stage({ photo, at, total, facts, go, onClose, onFacts }: StageProps) {
  const { words, format } = useSpeech();
  const { view } = usePage();
  const actions = useActions();
  const [broken, setBroken] = useState('');
  return (
    <div className="flex min-w-0 flex-1 flex-col text-stage-foreground max-sm:h-[58vh] max-sm:flex-none">
      <div className="flex h-[52px] flex-none items-center gap-1 px-3">
        <Dialog.Close asChild>
          <Button look="ghost" square aria-label={words.app.close} className={onStage} onClick={onClose}>
            <X aria-hidden />
          </Button>
        </Dialog.Close>
        <Dialog.Title className="num ml-1 min-w-0 flex-1 truncate text-sm font-normal text-stage-foreground/75">
          <span className="sr-only">{photo.name}, </span>
          {words.detail.position(format.count(at + 1), format.count(total))}
        </Dialog.Title>
        <Button look="ghost" className={onStage} onClick={() => actions.download([photo.id])}>
          <Download aria-hidden />
          {words.card.download}
        </Button>
        <DownloadOptions className={onStage} />
        <Menu
          align="end"
          trigger={
            <Button look="ghost" square aria-label={words.app.more} className={onStage}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <MenuItem icon={<Copy aria-hidden />} onSelect={() => actions.copyName(photo.id)}>
            {words.card.copyName}
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => view.deleting.set([photo.id])}>
            {words.card.delete}
          </MenuItem>
        </Menu>
        <IconButton
          label={facts ? words.detail.hideFacts : words.detail.showFacts}
          className={`${onStage} max-sm:hidden`}
          aria-expanded={facts}
          onClick={onFacts}
        >
          {facts ? <PanelRightClose aria-hidden /> : <PanelRightOpen aria-hidden />}
        </IconButton>
      </div>
      <div className="flex min-h-0 flex-1 items-center">
        <IconButton
          label={words.detail.previous}
          className={`mx-3 max-sm:hidden ${onStage}`}
          disabled={at <= 0}
          onClick={() => go(-1)}
        >
          <ChevronLeft aria-hidden />
        </IconButton>
        <div className="flex h-full min-w-0 flex-1 items-center justify-center py-2">
          {broken === photo.id ? (
            <div className="flex flex-col items-center gap-2 text-stage-foreground/75">
              <ImageOff className="size-6" aria-hidden />
              {words.detail.noPreview}
            </div>
          ) : (
            <LargeImage key={photo.id} photo={photo} onBroken={() => setBroken(photo.id)} />
          )}
        </div>
        <IconButton
          label={words.detail.next}
          className={`mx-3 max-sm:hidden ${onStage}`}
          disabled={at >= total - 1}
          onClick={() => go(1)}
        >
          <ChevronRight aria-hidden />
        </IconButton>
      </div>
      <FilmStrip at={at} />
    </div>
  );
}

/** Formats that every browser shows come from the file itself; the others from the preview. */
const shownByBrowsers = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']);

function LargeImage({ photo, onBroken }: { photo: Photo; onBroken: () => void }) {
  const isKept = photo.originalKept !== false;
  const whole = isKept && shownByBrowsers.has(photo.mediaType) && photo.bytes < 40_000_000;
  const [loaded, setLoaded] = useState(false);
  const common = 'absolute inset-0 m-auto max-h-full max-w-full object-contain rounded-photo';
  return (
    <div className="relative h-full w-full">
      {/* The preview is there at once; the file replaces it when it has come. */}
      <img
        src={photo.urls.preview}
        alt={photo.analysis?.alt || photo.name}
        className={`${common} h-full w-full`}
        onError={whole ? undefined : onBroken}
      />
      {whole ? (
        <img
          src={photo.urls.file}
          alt=""
          className={`${common} h-full w-full transition-opacity duration-(--duration-base) ${loaded ? '' : 'opacity-0'}`}
          onLoad={() => setLoaded(true)}
        />
      ) : null}
    </div>
  );
}
