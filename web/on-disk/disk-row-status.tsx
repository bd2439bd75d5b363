import { Check, CircleAlert, CircleDashed, SkipForward } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { Status } from '../components/status-icon.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { cardView } from '../library/card-view.ts';
import { usePhoto } from '../use-rollcall.ts';
import type { DiskFile } from './disk-requests.ts';

/** Icon, word and colour: always all three. */
export function DiskRowStatus({ file, ticked }: { file: DiskFile; ticked: boolean }) {
  const { words, format } = useSpeech();
  const { onDisk } = words;
  const photo = usePhoto(file.photoId);
  // A job is at it: said as on its card, whatever name it has now.
  if (photo?.state === 'waiting' || photo?.state === 'analysing') {
    const { status } = cardView(photo, words, format, 'running');
    if (status) return <OneLine status={status} />;
  }
  switch (file.status) {
    case 'ready':
      return ticked ? (
        <Line tone="text-waiting" icon={<CircleDashed aria-hidden />} word={onDisk.ready} />
      ) : (
        <Line tone="text-waiting" icon={<SkipForward aria-hidden />} word={onDisk.leftOutByYou} />
      );
    case 'done':
      return (
        <Line
          tone="text-done"
          icon={<Check aria-hidden />}
          word={file.doneAt === null ? onDisk.done : onDisk.doneOn(format.shortDay(new Date(file.doneAt)))}
        />
      );
    case 'problem':
      return (
        <Line
          tone="text-failed"
          icon={<CircleAlert aria-hidden />}
          word={onDisk.problem[file.problem?.code ?? 'not_read']}
          {...(file.problem === null ? {} : { title: file.problem.text })}
        />
      );
    case 'unnamed':
      return <Unnamed photo={photo} />;
    default:
      return file.status satisfies never;
  }
}

/** Why it has no name: proposed and not accepted, not to be read, and so on, as on its card. */
function Unnamed({ photo }: { photo: Photo | undefined }) {
  const { words, format } = useSpeech();
  const status = photo ? cardView(photo, words, format, 'running').status : null;
  // A name that is already given comes with the next list.
  if (status && status.icon !== 'named') return <OneLine status={status} />;
  return <Line tone="text-waiting" icon={<CircleDashed aria-hidden />} word={words.onDisk.unnamed} />;
}

/** As a block: on the line of a cell it would stand higher than the others. */
function OneLine({ status }: { status: ComponentProps<typeof Status> }) {
  return (
    <span className="flex min-w-0 overflow-hidden">
      <Status {...status} />
    </span>
  );
}

function Line({ tone, icon, word, title }: { tone: string; icon: ReactNode; word: string; title?: string }) {
  return (
    <span
      className={`flex max-w-full items-center gap-1 text-xs font-medium whitespace-nowrap [&>.lucide]:size-[13px] [&>.lucide]:[stroke-width:2.25] ${tone}`}
      title={title}
    >
      {icon}
      <span className="num truncate">{word}</span>
    </span>
  );
}
