import { AlertDialog } from 'radix-ui';
import { useState } from 'react';
import type { SpaceAnswer } from '../client.ts';
import { Button } from '../components/ui/button.tsx';
import { DangerQuestion } from '../components/ui/danger-question.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useRollcall } from '../use-rollcall.ts';
import { shareOf } from './share-of.ts';
import { useEmptyDeleted } from './use-usage.ts';

/** Where everything lies and what room it takes. */
export function SpaceSetting({ space }: { space: SpaceAnswer }) {
  const { words, format } = useSpeech();
  const said = words.limits;
  const parts = [
    { look: 'bg-foreground/70', bytes: space.photos.bytes + space.companions.bytes, text: said.photosUse },
    { look: 'bg-foreground/45', bytes: space.smallCopies.bytes, text: said.smallCopiesUse },
    { look: 'bg-foreground/20', bytes: space.deleted.bytes, text: said.deletedUse },
  ].filter(({ bytes }) => bytes > 0);
  const all = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      {space.folder === null ? null : <code className="font-mono text-xs break-all">{space.folder}</code>}
      <div className="mt-2.5 flex h-2 gap-[1.5px] overflow-hidden rounded-full" aria-hidden>
        {parts.map(({ look, bytes }) => (
          <span key={look} className={`block h-full ${look}`} style={{ width: `${shareOf(bytes, all)}%` }} />
        ))}
      </div>
      <div className="num mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {parts.map(({ look, bytes, text }) => (
          <span key={look} className="inline-flex items-center gap-1.5">
            <span className={`size-2 rounded-[2px] ${look}`} aria-hidden />
            {text(format.bytes(bytes))}
          </span>
        ))}
        {space.freeBytes === null ? null : (
          <span className="ml-auto text-muted-foreground">{said.free(format.bytes(space.freeBytes))}</span>
        )}
      </div>
    </>
  );
}

/** What is only kept for those who change their mind. */
export function DeletedSetting({ deleted }: { deleted: SpaceAnswer['deleted'] }) {
  const { words, format } = useSpeech();
  const said = words.limits;
  const { count, bytes, next } = deleted;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
        <p className="num min-w-0 flex-1 basis-56">
          {count === 0
            ? said.deletedNone
            : said.deletedCount(count, format.count(count), format.bytes(bytes))}{' '}
          <span className="text-muted-foreground">{said.deletedKept}</span>
        </p>
        {count === 0 ? null : (
          <span className="flex items-center gap-1.5">
            <Button look="ghost" size="small" asLink="#/history/deleted">
              {said.show}
            </Button>
            <EmptyDeleted count={count} />
          </span>
        )}
      </div>
      {next === null ? null : (
        <p className="num mt-1 text-xs text-muted-foreground">
          {said.deletedNext(next.count, format.count(next.count), format.day(new Date(next.at)))}
        </p>
      )}
    </>
  );
}

function EmptyDeleted({ count }: { count: number }) {
  const { words, format } = useSpeech();
  const { toasts } = useRollcall();
  const empty = useEmptyDeleted();
  const said = words.limits;
  const [asking, setAsking] = useState(false);
  async function run(): Promise<void> {
    const removed = await empty();
    if (removed !== null) toasts.show({ tone: 'done', text: said.emptied(removed, format.count(removed)) });
  }
  return (
    <AlertDialog.Root open={asking} onOpenChange={setAsking}>
      <AlertDialog.Trigger asChild>
        <Button size="small">{said.empty}</Button>
      </AlertDialog.Trigger>
      <DangerQuestion
        title={said.emptyTitle(count, format.count(count))}
        text={said.emptyText}
        doIt={said.emptyNow(format.count(count))}
        onDoIt={() => void run()}
        onClose={() => setAsking(false)}
      />
    </AlertDialog.Root>
  );
}
