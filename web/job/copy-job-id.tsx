import { Copy } from 'lucide-react';
import { useSpeech } from '../i18n/use-words.tsx';
import { useActions } from '../use-actions.ts';
import { shortJobId } from './job-view.ts';

/** The job's id, shortened; pressed, the whole of it is copied. */
export function CopyJobId({ id, className = '' }: { id: string; className?: string }) {
  const { words } = useSpeech();
  const actions = useActions();
  return (
    <button
      type="button"
      aria-label={words.job.copyId}
      title={id}
      className={`inline-flex items-center gap-1 rounded-photo font-mono text-xs tracking-[-0.02em] text-muted-foreground hover:text-foreground ${className}`}
      onClick={() => actions.copy(id, words.job.copiedId)}
    >
      {shortJobId(id)}
      <Copy className="size-[13px]" aria-hidden />
    </button>
  );
}
