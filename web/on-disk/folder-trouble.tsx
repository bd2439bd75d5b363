import { CloudOff, FolderX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Message } from '../components/message.tsx';
import { Button } from '../components/ui/button.tsx';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { problemText } from '../problem-text.ts';
import { usePage } from '../use-page.ts';
import { useCell } from '../use-rollcall.ts';
import type { DiskFolder } from './disk-requests.ts';
import type { DiskScreen } from './disk-screen.ts';

/** Why the folder cannot be read, or what did not work, and the way on. */
export function FolderTrouble({ screen }: { screen: DiskScreen }) {
  const { words } = useSpeech();
  const { view } = usePage();
  const { folder, status, changed, problem } = useCell(screen);
  const readAgain = (
    <Button size="small" onClick={screen.read}>
      {words.onDisk.readAgain}
    </Button>
  );
  if (status === 'failed')
    return (
      <Trouble
        icon={<CloudOff aria-hidden />}
        title={words.onDisk.loadFailed}
        text={problemText(problem, words)}
        actions={readAgain}
      />
    );
  if (folder?.problem)
    return (
      <Trouble
        icon={<FolderX aria-hidden />}
        {...troubleText(folder.problem, words)}
        actions={
          <>
            {readAgain}
            <Button size="small" onClick={() => view.choosingFolder.set(true)}>
              {words.onDisk.otherFolder}
            </Button>
          </>
        }
      />
    );
  if (changed)
    return (
      <Trouble
        icon={<TriangleAlert aria-hidden />}
        title={words.onDisk.changed}
        text={words.onDisk.changedText}
      />
    );
  if (problem !== null)
    return (
      <Trouble
        icon={<TriangleAlert aria-hidden />}
        title={words.app.somethingFailed}
        text={problemText(problem, words)}
        actions={readAgain}
      />
    );
  return null;
}

/** The way on stands at the end of the line, on a phone under it. */
function Trouble(props: { icon: ReactNode; title: string; text: string; actions?: ReactNode }) {
  const { icon, title, text, actions } = props;
  const atEnd =
    actions === undefined ? undefined : <span className="flex gap-1.5 max-sm:hidden">{actions}</span>;
  return (
    <Message
      role="alert"
      tone="attention"
      className="mx-5 my-2.5 flex-none max-sm:mx-3"
      icon={icon}
      title={title}
      text={
        <>
          {text}
          {actions === undefined ? null : <span className="mt-2 hidden gap-1.5 max-sm:flex">{actions}</span>}
        </>
      }
      action={atEnd}
    />
  );
}

function troubleText(
  problem: NonNullable<DiskFolder['problem']>,
  { onDisk }: Words,
): { title: string; text: string } {
  if (problem.code === 'gone') return { title: onDisk.gone, text: onDisk.goneText };
  if (problem.code === 'not_allowed') return { title: onDisk.notAllowed, text: onDisk.notAllowedText };
  return { title: onDisk.unreadable, text: problem.text };
}
