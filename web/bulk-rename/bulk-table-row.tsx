import { ArrowRight, Pencil } from 'lucide-react';
import { memo, useId } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { NameText } from '../components/name-text.tsx';
import { Thumbnail } from '../components/thumbnail.tsx';
import { Button } from '../components/ui/button.tsx';
import { PlainCheckbox } from '../components/ui/plain-checkbox.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { splitName } from '../name-parts.ts';
import { BulkRowStatus } from './bulk-row-status.tsx';
import { shortened, type BulkRow } from './plan-bulk.ts';
import { StemField } from '../rename/stem-field.tsx';

interface BulkTableRowProps {
  row: BulkRow;
  index: number;
  maxLength: number;
  phone: boolean;
  editing: boolean;
  onEditing: (id: string | null) => void;
  onTick: (ids: readonly string[], on: boolean) => void;
  onEdit: (photo: Photo, typed: string) => void;
}

const cell = 'h-[42px] border-b border-border px-2.5 py-0';

export const BulkTableRow = memo(
  function BulkTableRow(props: BulkTableRowProps) {
    return props.phone ? <PhoneRow {...props} /> : <WideRow {...props} />;
  },
  (before, after) =>
    before.index === after.index &&
    before.phone === after.phone &&
    before.editing === after.editing &&
    before.maxLength === after.maxLength &&
    before.row.photo === after.row.photo &&
    before.row.to === after.row.to &&
    before.row.status === after.row.status &&
    before.row.number === after.row.number &&
    before.row.edited === after.row.edited &&
    before.row.ticked === after.row.ticked,
);

function WideRow(props: BulkTableRowProps) {
  const { row, index } = props;
  const { photo } = row;
  return (
    <tr aria-rowindex={index + 2}>
      <td className={`${cell} pr-0 pl-6`}>
        <Tick {...props} />
      </td>
      <td className={cell}>
        <Thumbnail address={thumbnailAddress(photo)} className="h-[30px] w-10" />
      </td>
      <td className={`${cell} text-muted-foreground`}>
        <NameText name={photo.name} plain />
      </td>
      <td className={`${cell} text-muted-foreground`}>
        <ArrowRight className="icon-sm" aria-hidden />
      </td>
      <td className={cell}>
        <NewName {...props} />
      </td>
      <td className={`${cell} pr-6`}>
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1">
            <BulkRowStatus row={row} />
          </span>
          <Shorten {...props} />
        </span>
      </td>
    </tr>
  );
}

/** Name over name; the box stands at the end, where the thumb is. */
function PhoneRow(props: BulkTableRowProps) {
  const { row, index } = props;
  const { photo } = row;
  return (
    <tr aria-rowindex={index + 2}>
      <td colSpan={6} className="h-[68px] px-4 py-0">
        <span className="flex h-[68px] items-center gap-3 border-b border-border">
          <Thumbnail address={thumbnailAddress(photo)} className="h-[42px] w-14" />
          <span className="min-w-0 flex-1">
            <NewName {...props} />
            <span className="flex min-w-0 items-center gap-2 text-xs text-muted-foreground">
              <NameText name={photo.name} plain />
              {row.status === 'ok' ? null : <BulkRowStatus row={row} />}
            </span>
          </span>
          <Shorten {...props} />
          <span className="-mr-2 grid size-11 flex-none place-items-center">
            <Tick {...props} />
          </span>
        </span>
      </td>
    </tr>
  );
}

function Tick({ row, onTick }: BulkTableRowProps) {
  const { words } = useSpeech();
  return (
    <PlainCheckbox
      label={words.bulk.chooseOne(row.photo.name)}
      checked={row.ticked}
      onChange={(on) => onTick([row.photo.id], on)}
    />
  );
}

function NewName({ row, maxLength, editing, onEditing, onEdit }: BulkTableRowProps) {
  const { words } = useSpeech();
  const hint = useId();
  const { photo, status } = row;
  const { stem, extension } = splitName(row.to);
  if (editing) {
    return (
      <StemField
        label={words.bulk.editing(photo.name)}
        stem={stem}
        extension={extension}
        onSave={(typed) => {
          if (typed.trim() !== stem) onEdit(photo, typed);
          onEditing(null);
        }}
        onCancel={() => onEditing(null)}
      />
    );
  }
  if (status === 'leftOut' && !row.ticked)
    return <NameText name={photo.name} plain className="text-muted-foreground" />;
  const empty = status === 'noName';
  const keeps = status === 'tooLong' ? shortened(stem, maxLength) : stem;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {row.edited ? (
        <Pencil
          id={hint}
          className="icon-sm text-muted-foreground"
          role="img"
          aria-label={words.bulk.byHand}
        />
      ) : null}
      <button
        type="button"
        aria-label={words.bulk.edit(empty ? photo.name : row.to)}
        aria-describedby={row.edited ? hint : undefined}
        className="touch flex min-w-0 cursor-text! rounded-chip text-left outline-offset-4"
        onClick={() => onEditing(photo.id)}
      >
        {empty ? (
          <span className="px-1 text-muted-foreground">–</span>
        ) : status === 'unchanged' || status === 'leftOut' ? (
          <NameText name={row.to} plain className="text-muted-foreground" />
        ) : keeps === stem ? (
          <NameText name={row.to} />
        ) : (
          <TooLong stem={stem} keeps={keeps} extension={extension} />
        )}
      </button>
    </span>
  );
}

/** The letters too many stand at the end, so the cut is made in front of them. */
function TooLong({ stem, keeps, extension }: { stem: string; keeps: string; extension: string }) {
  return (
    <span className="flex min-w-0 font-medium" title={stem + extension}>
      <span className="truncate">{keeps}</span>
      <span className="max-w-[50%] flex-none truncate rounded-[2px] bg-failed-soft text-failed">
        {stem.slice(keeps.length)}
      </span>
      <span className="flex-none font-normal text-muted-foreground">{extension}</span>
    </span>
  );
}

function Shorten({ row, maxLength, onEdit }: BulkTableRowProps) {
  const { words } = useSpeech();
  if (row.status !== 'tooLong') return null;
  return (
    <Button size="small" onClick={() => onEdit(row.photo, shortened(splitName(row.to).stem, maxLength))}>
      {words.bulk.shorten}
    </Button>
  );
}
