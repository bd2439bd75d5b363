import type { ReactNode } from 'react';
import { classes } from './ui/classes.ts';

const tones = {
  neutral: 'bg-muted [&>.lucide]:text-muted-foreground',
  attention: 'bg-attention-soft [&>.lucide]:text-attention',
  failed: 'bg-failed-soft [&>.lucide]:text-failed',
};

/** One message with its way on. */
export function Message(props: {
  tone: keyof typeof tones;
  icon: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
  role?: 'alert' | 'status';
  className?: string;
}) {
  return (
    <div
      role={props.role}
      className={classes(
        'flex gap-2.5 rounded-md px-3 py-2.5 [&>.lucide]:mt-0.5',
        tones[props.tone],
        props.className,
      )}
    >
      {props.icon}
      <div className="min-w-0 flex-1">
        <div className="font-strong">{props.title}</div>
        {props.text === undefined ? null : <div className="text-foreground/80">{props.text}</div>}
      </div>
      {props.action === undefined ? null : <div className="flex items-center gap-1.5">{props.action}</div>}
    </div>
  );
}
