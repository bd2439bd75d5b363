import { commandKey } from '../command-key.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { shortcutGroups, type Shortcut } from './shortcut-groups.ts';

/** Every key of the page, by the part of it that hears them. */
export function ShortcutList() {
  const { words } = useSpeech();
  return (
    <div className="gap-x-10 sm:columns-2">
      {shortcutGroups.map(({ part, shortcuts }) => (
        <section key={part} className="mb-4 break-inside-avoid">
          <h3 className="mb-1 text-xs text-muted-foreground">{words.shortcuts[part]}</h3>
          <dl>
            {shortcuts.map((shortcut) => (
              <Row key={shortcut.does} shortcut={shortcut} />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function Row({ shortcut }: { shortcut: Shortcut }) {
  const { words } = useSpeech();
  const names: Record<string, string> = { Command: commandKey(), Space: words.shortcuts.space };
  return (
    <div className="flex min-h-8 items-center justify-between gap-3 border-t border-border py-1 first-of-type:border-t-0">
      <dt>{words.shortcuts.keys[shortcut.does]}</dt>
      <dd className="flex flex-none items-center gap-1">
        {shortcut.keys.map((combination, at) => (
          <span key={combination} className="flex items-center gap-1">
            {at === 0 ? null : <span className="text-xs text-muted-foreground">{words.shortcuts.or}</span>}
            {combination.split(' ').map((key) => (
              <kbd key={key}>{names[key] ?? key}</kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}
