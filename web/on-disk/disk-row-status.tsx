import { Check, CircleAlert, CircleDashed, SkipForward } from 'lucide-react';
import type { ReactNode } from 'react';
import { Status } from '../components/status-icon.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { cardView } from '../library/card-view.ts';
import { usePhoto } from '../use-rollcall.ts';
import type { DiskFile } from './disk-requests.ts';

/** Icon, word and colour: always all three. */
export function DiskRowStatus({ file, ticked }: { file: DiskFile; ticked: boolean }) {
  const { words, format } = useSpeech();
  const { onDisk } = words;
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
      return <Unnamed file={file} />;
    default:
      return file.status satisfies never;
  }
}

/** While a job is at it, the photo says how far it is, as on its card. */
function Unnamed({ file }: { file: DiskFile }) {
  const { words, format } = useSpeech();
  const photo = usePhoto(file.photoId);
  const status = photo ? cardView(photo, words, format, 'running').status : null;
  // A name that is already given comes with the next list.
  if (status && status.icon !== 'named') return <Status {...status} />;
  return <Line tone="text-waiting" icon={<CircleDashed aria-hidden />} word={words.onDisk.unnamed} />;
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
