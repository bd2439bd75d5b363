import { splitName } from '../name-parts.ts';

/**
 * A file name: the stem is the name, the extension is lighter. One line, cut before the extension. `plain` is for a
 * name that is not the one to look at.
 */
export function NameText({
  name,
  plain = false,
  className = '',
}: {
  name: string;
  plain?: boolean;
  className?: string;
}) {
  const { stem, extension } = splitName(name);
  return (
    <span className={`flex min-w-0 ${className}`} title={name}>
      <span className={plain ? 'truncate' : 'truncate font-medium'}>{stem}</span>
      <span className="flex-none text-muted-foreground">{extension}</span>
    </span>
  );
}
