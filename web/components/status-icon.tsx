import {
  Ban,
  Check,
  CircleCheck,
  CircleX,
  Clock,
  Equal,
  Hourglass,
  KeyRound,
  LoaderCircle,
  Pause,
  ScanEye,
  SkipForward,
  SquarePen,
  TriangleAlert,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { StatusIcon as CardIcon, Tone } from '../library/card-view.ts';
import type { PhaseIcon } from '../job/job-view.ts';
import { classes } from './ui/classes.ts';

const icons: Record<CardIcon | PhaseIcon, LucideIcon> = {
  preparing: LoaderCircle,
  waiting: Clock,
  looking: ScanEye,
  named: Check,
  suggested: SquarePen,
  attention: TriangleAlert,
  failed: CircleX,
  skipped: SkipForward,
  canceled: Ban,
  limit: Pause,
  hourglass: Hourglass,
  paused: Pause,
  key: KeyRound,
  done: CircleCheck,
  undone: Undo2,
  unchanged: Equal,
};

const tones: Record<Tone, string> = {
  waiting: 'text-waiting',
  working: 'text-working',
  done: 'text-done',
  attention: 'text-attention',
  failed: 'text-failed',
};

/** Icon, word and colour: always all three. */
export function Status({
  tone,
  icon,
  word,
  small = false,
}: {
  tone: Tone;
  icon: CardIcon | PhaseIcon;
  word: string;
  small?: boolean;
}) {
  const Icon = icons[icon];
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 font-medium whitespace-nowrap',
        small ? 'text-2xs leading-4' : 'text-xs',
        tones[tone],
      )}
    >
      <Icon className={classes('[stroke-width:2.25]', small ? 'icon-xs' : 'size-[13px]')} aria-hidden />
      {word}
    </span>
  );
}
