import type { LucideIcon } from 'lucide-react';

/** In place of an empty list. */
export function NothingHere(props: { icon: LucideIcon; title: string; text: string }) {
  const Icon = props.icon;
  return (
    <div className="mt-10 flex flex-col items-center gap-1 text-center">
      <Icon className="size-6 text-muted-foreground" aria-hidden />
      <p className="font-strong">{props.title}</p>
      <p className="text-muted-foreground">{props.text}</p>
    </div>
  );
}
