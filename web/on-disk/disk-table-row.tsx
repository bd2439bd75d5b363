import { ArrowRight, Equal } from 'lucide-react';
import { memo } from 'react';
import { NameText } from '../components/name-text.tsx';
import { Thumbnail } from '../components/thumbnail.tsx';
import { PlainCheckbox } from '../components/ui/plain-checkbox.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePhoto } from '../use-rollcall.ts';
import type { DiskFile } from './disk-requests.ts';
import { DiskRowStatus } from './disk-row-status.tsx';

interface DiskTableRowProps {
  file: DiskFile;
  index: number;
  phone: boolean;
  /** Sidecars have no column of their own. */
  narrow: boolean;
  ticked: boolean;
  /** The table's one tab stop. */
  current: boolean;
  onTick: (ids: readonly string[], on: boolean) => void;
  onOpen: (photoId: string) => void;
  onFocus: (id: string) => void;
}

export const DiskTableRow = memo(
  function DiskTableRow(props: DiskTableRowProps) {
    const { file, index, phone, current } = props;
    return (
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the table hears the keys of its rows
      <tr
        aria-rowindex={index + 2}
        data-row={file.id}
        // Of two rows with one photo only one is meant by it.
        data-id={file.problem?.code === 'same_photo' ? undefined : file.photoId}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a row of a grid
        tabIndex={current ? 0 : -1}
        className="group -outline-offset-2! hover:bg-muted/60"
        onFocus={() => props.onFocus(file.id)}
        onClick={(event) => {
          const onTick = event.target instanceof Element && event.target.closest('[data-tick]') !== null;
          if (!onTick) props.onOpen(file.photoId);
        }}
      >
        {phone ? <PhoneCells {...props} /> : <WideCells {...props} />}
      </tr>
    );
  },
  // The handlers mean the same each time; files are compared by what is shown of them.
  (before, after) =>
    before.index === after.index &&
    before.phone === after.phone &&
    before.narrow === after.narrow &&
    before.ticked === after.ticked &&
    before.current === after.current &&
    sameFile(before.file, after.file),
);

function sameFile(one: DiskFile, other: DiskFile): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

const cell = 'h-[46px] border-b border-border py-0';
const plain = `${cell} px-2.5`;

function WideCells(props: DiskTableRowProps) {
  const { file, narrow } = props;
  return (
    <>
      <td className={`${cell} pl-5`} data-tick>
        <Tick {...props} />
      </td>
      <td className={`${cell} pl-0.5`}>
        <Picture file={file} className="h-[30px] w-10" />
      </td>
      <td className={`${plain} text-muted-foreground`}>
        <NameOnDisk file={file} />
      </td>
      <td className={`${cell} text-muted-foreground`}>
        <Arrow file={file} />
      </td>
      <td className={plain}>
        <NewName file={file} />
        {narrow && file.sidecars.length > 0 ? (
          <Sidecars file={file} className="block leading-[13px]" />
        ) : null}
      </td>
      {narrow ? null : (
        <td className={plain}>
          <Sidecars file={file} />
        </td>
      )}
      <td className={`${cell} pr-5 pl-2.5`}>
        <DiskRowStatus file={file} ticked={props.ticked} />
      </td>
    </>
  );
}

/** Name over name; the box stands at the end, where the thumb is. */
function PhoneCells(props: DiskTableRowProps) {
  const { file } = props;
  return (
    <td colSpan={7} className="h-[72px] px-4 py-0">
      <span className="flex h-[72px] items-center gap-3 border-b border-border">
        <Picture file={file} className="h-[42px] w-14" />
        <span className="flex min-w-0 flex-1 flex-col">
          {file.status === 'done' ? <NameText plain name={file.name} /> : <NewName file={file} />}
          <span className="text-xs text-muted-foreground">
            {file.status === 'done' ? <NewName file={file} /> : <NameText plain name={file.name} />}
          </span>
          <span className="flex items-center gap-2">
            <DiskRowStatus file={file} ticked={props.ticked} />
            <Sidecars file={file} className="min-w-0" />
          </span>
        </span>
        <span className="-mr-2 grid size-11 flex-none place-items-center" data-tick>
          <Tick {...props} />
        </span>
      </span>
    </td>
  );
}

/** An empty place while it is prepared; a mark only where there will be none. */
function Picture({ file, className }: { file: DiskFile; className: string }) {
  const photo = usePhoto(file.photoId);
  if (file.thumbnail === null && photo?.state === 'preparing')
    return <span className={`block flex-none rounded-[3px] bg-muted ${className}`} />;
  return <Thumbnail address={file.thumbnail} className={className} />;
}

function Tick({ file, ticked, onTick }: DiskTableRowProps) {
  const { words } = useSpeech();
  const ready = file.status === 'ready';
  return (
    <PlainCheckbox
      label={words.onDisk.tick(file.name)}
      tabIndex={-1}
      disabled={!ready}
      checked={ready && ticked}
      onChange={(on) => onTick([file.id], on)}
    />
  );
}

function Sidecars({ file, className = 'block' }: { file: DiskFile; className?: string }) {
  const all = file.sidecars.join(' ');
  return (
    <span
      className={`truncate font-mono text-2xs tracking-[-0.02em] text-muted-foreground ${className}`}
      title={all}
    >
      {all}
    </span>
  );
}

function NameOnDisk({ file }: { file: DiskFile }) {
  return (
    <span className="block min-w-0" title={file.place === '' ? file.name : `${file.place}/${file.name}`}>
      <NameText plain name={file.name} />
      {file.place === '' ? null : (
        <span className="block truncate text-2xs leading-[13px]">{file.place}</span>
      )}
    </span>
  );
}

function Arrow({ file }: { file: DiskFile }) {
  const { words } = useSpeech();
  if (file.status === 'done')
    return (
      <>
        <Equal className="icon-sm" aria-hidden />
        <span className="sr-only">{words.onDisk.isNow}</span>
      </>
    );
  if (file.to === null) return null;
  return (
    <>
      <ArrowRight className="icon-sm" aria-hidden />
      <span className="sr-only">{words.onDisk.becomes}</span>
    </>
  );
}

/** Struck text means one thing: this was its name. */
function NewName({ file }: { file: DiskFile }) {
  const { words } = useSpeech();
  const photo = usePhoto(file.photoId);
  if (file.status === 'done') {
    if (file.was === null) return null;
    return (
      <span className="flex min-w-0 gap-1 text-muted-foreground" title={file.was}>
        {words.onDisk.was} <s className="truncate">{file.was}</s>
      </span>
    );
  }
  if (file.to !== null) return <NameText name={file.to} />;
  const proposal = photo?.suggestedName;
  return proposal ? <NameText name={proposal} className="text-muted-foreground" /> : null;
}
