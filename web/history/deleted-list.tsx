import { escapedName } from '../../src/names/display-name.ts';
import { Trash2, TriangleAlert, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Photo } from '../client.ts';
import { Message } from '../components/message.tsx';
import { NameText } from '../components/name-text.tsx';
import { Thumbnail } from '../components/thumbnail.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { NothingHere } from './nothing-here.tsx';
import { useDeleted } from './use-deleted.ts';

/** Deleted photos while they are kept; one, or all that are listed, can be brought back. */
export function DeletedList() {
  const { words, format } = useSpeech();
  const deleted = useDeleted();
  const { photos } = deleted;
  const [list, setList] = useState<HTMLUListElement | null>(null);
  const said = words.history.deletedPhotos;
  if (deleted.failed) {
    return (
      <Message
        role="alert"
        tone="attention"
        className="mt-6"
        icon={<TriangleAlert aria-hidden />}
        title={said.failed}
        text={words.app.failedToLoadText}
        action={
          <Button size="small" onClick={deleted.refresh}>
            {words.app.tryNow}
          </Button>
        }
      />
    );
  }
  if (!deleted.loaded) return null;
  if (photos.length === 0) return <NothingHere icon={Trash2} title={said.none} text={said.kept} />;
  return (
    <section className="mt-5" aria-label={said.title}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-border pb-2">
        <p className="min-w-0 flex-1 basis-64 text-muted-foreground">{said.kept}</p>
        <BringBack
          label={said.bringBackAll(photos.length, format.count(photos.length))}
          onClick={() => deleted.bringBack(photos.map(({ id }) => id)).then(() => focusRow(list, 0))}
        />
      </div>
      <ul ref={setList}>
        {photos.map((photo, at) => (
          <DeletedRow
            key={photo.id}
            photo={photo}
            onBringBack={() => deleted.bringBack([photo.id]).then(() => focusRow(list, at))}
          />
        ))}
      </ul>
      {deleted.more ? (
        <Button className="mt-4" onClick={deleted.loadMore}>
          {words.history.showMore}
        </Button>
      ) : null}
    </section>
  );
}

/** The row that took the place of the one that went, else the filter: the keyboard goes on from there. */
function focusRow(list: HTMLElement | null, at: number): void {
  requestAnimationFrame(() => {
    const buttons = list?.isConnected ? [...list.querySelectorAll('button')] : [];
    const filter = document.querySelector<HTMLElement>('#photos [role="radio"][aria-checked="true"]');
    (buttons[at] ?? buttons.at(-1) ?? filter)?.focus();
  });
}

function DeletedRow({ photo, onBringBack }: { photo: Photo; onBringBack: () => Promise<void> }) {
  const { words, format } = useSpeech();
  const said = words.history.deletedPhotos;
  const removal = removalDay(photo.deletedAt ?? null);
  const was = photo.originalName === photo.name ? '' : escapedName(photo.originalName);
  return (
    <li className="flex min-h-[52px] items-center gap-4 border-b border-border py-1.5 max-sm:gap-3">
      <Thumbnail address={thumbnailAddress(photo)} className="h-[33px] w-11" />
      <div className="min-w-0 flex-1">
        <NameText name={photo.name} />
        {was === '' ? null : <s className="block truncate text-2xs">{was}</s>}
        {removal === null ? null : (
          <span className="num block truncate text-xs text-muted-foreground">
            {said.removedOn(format.day(removal))}
          </span>
        )}
      </div>
      <span className="max-w-[30%] truncate text-muted-foreground max-sm:hidden">{photo.folder}</span>
      <BringBack label={said.bringBack} name={said.bringBackOne(photo.name)} onClick={onBringBack} />
    </li>
  );
}

const keptMs = 30 * 24 * 60 * 60 * 1000;

function removalDay(deletedAt: string | null): Date | null {
  return deletedAt === null ? null : new Date(Date.parse(deletedAt) + keptMs);
}

function BringBack(props: { label: string; name?: string; onClick: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      className="num flex-none"
      aria-label={props.name}
      aria-disabled={busy}
      onClick={() => {
        if (busy) return;
        setBusy(true);
        void props.onClick().finally(() => setBusy(false));
      }}
    >
      <Undo2 aria-hidden />
      {props.label}
    </Button>
  );
}
