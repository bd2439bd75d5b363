import { splitName } from '../name-parts.ts';

/** A file name: the stem is the name, the extension is lighter. One line, cut before the extension. */
export function NameText({ name, className = '' }: { name: string; className?: string }) {
  const { stem, extension } = splitName(name);
  return (
    <span className={`flex min-w-0 ${className}`} title={name}>
      <span className="truncate font-medium">{stem}</span>
      <span className="flex-none text-muted-foreground">{extension}</span>
    </span>
  );
}
