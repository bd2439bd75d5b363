import { ChevronRight, Folder } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { isInField } from '../is-busy-elsewhere.ts';
import type { DiskBrowse } from './disk-requests.ts';
import { jumpTo } from './jump-to.ts';
import type { Browse } from './use-browse.ts';

/** The folders in the one that is shown: arrows move, Enter goes in, Backspace goes up, letters jump. */
export function FolderList({ browse }: { browse: Browse }) {
  const { words } = useSpeech();
  const { at } = browse;
  const list = useRef<HTMLUListElement>(null);
  // Where the focus is while another folder comes, it stays; so it is when the dialog opens.
  const wanted = useRef(true);
  const before = useRef<string | null>(null);
  const [active, setActive] = useState(0);

  useEffect(() => {
    if (at === null) return;
    // Going up ends on the folder that was left.
    const came = at.folders.findIndex(({ path }) => path === before.current);
    before.current = at.path;
    setActive(Math.max(0, came));
    // Somebody may be pasting a path already.
    if (wanted.current && !isInField(document.activeElement)) focusOn(list.current, Math.max(0, came));
    wanted.current = false;
  }, [at]);

  function go(path: string | null): void {
    if (path === null) return;
    wanted.current = true;
    void browse.go(path);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (at === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = jumpTo(event.key, { active, names: at.folders.map(({ name }) => name) });
    if (to === null) return;
    event.preventDefault();
    if (to === 'up') return go(at.parent);
    setActive(to);
    focusOn(list.current, to);
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- hears the keys of its buttons
    <ul
      ref={list}
      tabIndex={-1}
      aria-label={words.onDisk.choose.folders}
      aria-busy={browse.busy}
      className="min-h-32 flex-1 overflow-y-auto rounded-md border border-border p-1"
      onKeyDown={onKeyDown}
    >
      {at?.folders.length === 0 ? (
        <li className="px-2 py-2 text-muted-foreground">{words.onDisk.choose.noFolders}</li>
      ) : null}
      {at?.folders.map((folder, index) => (
        <Entry
          key={folder.path}
          folder={folder}
          current={index === active}
          onFocus={() => setActive(index)}
          onOpen={() => go(folder.path)}
        />
      ))}
    </ul>
  );
}

function Entry(props: {
  folder: DiskBrowse['folders'][number];
  current: boolean;
  onFocus: () => void;
  onOpen: () => void;
}) {
  return (
    <li className="[contain-intrinsic-size:auto_32px] [content-visibility:auto]">
      <button
        type="button"
        tabIndex={props.current ? 0 : -1}
        className="flex h-8 w-full items-center gap-2 rounded-sm px-2 text-left -outline-offset-2! hover:bg-accent max-sm:h-11"
        onFocus={props.onFocus}
        onClick={props.onOpen}
      >
        <Folder className="text-muted-foreground" aria-hidden />
        <span className="min-w-0 flex-1 truncate">{props.folder.name}</span>
        <ChevronRight className="icon-sm text-muted-foreground" aria-hidden />
      </button>
    </li>
  );
}

function focusOn(list: HTMLUListElement | null, index: number): void {
  const button = list?.querySelectorAll<HTMLElement>('button')[index];
  (button ?? list)?.focus();
}
