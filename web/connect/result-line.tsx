import {
  CircleCheck,
  CircleX,
  CloudOff,
  Hourglass,
  Lock,
  ScanEye,
  TriangleAlert,
  Wallet,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '../components/ui/classes.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import type { ResultIcon, ResultView } from './model-result.ts';
import { testDetail } from './test-detail.ts';

export interface LineView extends Omit<ResultView, 'tone' | 'icon'> {
  tone: ResultView['tone'] | 'plain' | 'working';
  icon: ResultIcon | 'looking';
}

const icons: Record<LineView['icon'], LucideIcon> = {
  done: CircleCheck,
  failed: CircleX,
  wallet: Wallet,
  attention: TriangleAlert,
  away: CloudOff,
  hourglass: Hourglass,
  wrench: Wrench,
  lock: Lock,
  looking: ScanEye,
};

const tones: Record<LineView['tone'], string> = {
  plain: '',
  muted: '',
  working: 'text-working',
  done: 'text-done',
  attention: 'text-attention',
  failed: 'text-failed',
};

/** Where a test stands, or what came of it, and the way on. As tall empty as full, so that nothing jumps. */
export function ResultLine({
  view,
  action,
  className,
}: {
  view: LineView;
  action?: ReactNode;
  className?: string;
}) {
  const Icon = icons[view.icon];
  return (
    <div className={classes('flex min-h-10 flex-wrap items-start gap-x-3 gap-y-2', className)}>
      <output className="flex min-w-0 flex-1 basis-64 gap-2.5">
        <Icon className={classes('mt-0.5', tones[view.tone])} aria-hidden />
        <span className="min-w-0 flex-1">
          <span className={classes('block font-strong break-words', tones[view.tone])}>{view.title}</span>
          <span className="block text-muted-foreground">{view.text}</span>
          {view.detail === '' ? null : (
            <span className="mt-0.5 line-clamp-3 text-xs break-words text-muted-foreground">
              <Detail text={view.detail} />
            </span>
          )}
        </span>
      </output>
      {action}
    </div>
  );
}

function Detail({ text }: { text: string }) {
  const { words } = useSpeech();
  const detail = testDetail(text, words);
  return <>{detail.quoted ? `“${detail.text}”` : detail.text}</>;
}
