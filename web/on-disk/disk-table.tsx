import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useLayoutEffect, useMemo, useRef } from 'react';
import { Checkbox } from '../components/ui/controls.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useCell, useMedia, usePhone } from '../use-rollcall.ts';
import type { DiskScreen } from './disk-screen.ts';
import { DiskTableRow } from './disk-table-row.tsx';
import { useDiskKeys } from './use-disk-keys.ts';
import { useOpenDiskPhoto } from './use-open-disk-photo.ts';

const wideRow = 46;
const phoneRow = 72;

/** A table as tall as all rows, with only those near the window in the document, and the one that has the focus. */
export function DiskTable({ screen, scroller }: { screen: DiskScreen; scroller: HTMLElement }) {
  const { words } = useSpeech();
  const phone = usePhone();
  const narrow = useNarrow();
  const { rows, files, leftOut } = useCell(screen);
  const table = useRef<HTMLTableElement>(null);
  const rowHeight = phone ? phoneRow : wideRow;
  const open = useOpenDiskPhoto(screen);
  const keys = useDiskKeys({ screen, table, scroller, rowHeight, open });
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    getItemKey: (at) => rows[at] ?? at,
    overscan: 8,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      const { at } = keys;
      return at < 0 || shown.includes(at) ? shown : [...shown, at].toSorted((one, other) => one - other);
    },
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const items = virtualizer.getVirtualItems();
  const ends = [0, ...items.map((item) => (item.index + 1) * rowHeight)];
  const last = ends.at(-1) ?? 0;
  return (
    <table
      ref={table}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table whose rows are moved through
      role="grid"
      aria-label={words.onDisk.table}
      aria-rowcount={rows.length + 1}
      data-region="files"
      className="w-full table-fixed border-separate border-spacing-0"
      onKeyDown={keys.onKeyDown}
    >
      <TableHead screen={screen} narrow={narrow} />
      <tbody>
        {items.map((item, position) => {
          const file = files.get(rows[item.index] ?? '');
          if (!file) return null;
          return (
            <Fragment key={file.id}>
              <Spacer height={item.index * rowHeight - (ends[position] ?? 0)} />
              <DiskTableRow
                file={file}
                index={item.index}
                phone={phone}
                narrow={narrow}
                ticked={!leftOut.has(file.id)}
                current={item.index === keys.at}
                onTick={screen.tick}
                onOpen={open}
                onFocus={keys.choose}
              />
            </Fragment>
          );
        })}
        <Spacer height={rows.length * rowHeight - last} />
      </tbody>
    </table>
  );
}

/** Beside the panel there is no room for a column of sidecars. */
const useNarrow = () => useMedia('(max-width: 1179px)');

/** Stands for rows that are not there. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null;
}

const cell =
  'sticky top-0 z-1 h-[34px] border-b border-border bg-background text-left text-xs font-medium text-muted-foreground';

function TableHead({ screen, narrow }: { screen: DiskScreen; narrow: boolean }) {
  const { words } = useSpeech();
  const { rows, files, leftOut } = useCell(screen);
  const ready = useMemo(() => rows.filter((id) => files.get(id)?.status === 'ready'), [rows, files]);
  const ticked = useMemo(() => ready.filter((id) => !leftOut.has(id)).length, [ready, leftOut]);
  return (
    <thead className="max-sm:sr-only">
      <tr aria-rowindex={1}>
        <th scope="col" className={`${cell} w-11 pl-5`}>
          <Checkbox
            aria-label={words.onDisk.tickAll}
            disabled={ready.length === 0}
            checked={ticked === 0 ? false : ticked === rows.length ? true : 'indeterminate'}
            onCheckedChange={() => screen.tick(ready, ticked < ready.length)}
          />
        </th>
        <th scope="col" className={`${cell} w-[58px]`}>
          <span className="sr-only">{words.onDisk.picture}</span>
        </th>
        <th scope="col" className={`${cell} w-[206px] px-2.5 max-lg:w-[26%]`}>
          {words.onDisk.nameOnDisk}
        </th>
        <th scope="col" className={`${cell} w-[26px]`}>
          <span className="sr-only">→</span>
        </th>
        <th scope="col" className={`${cell} px-2.5`}>
          {words.onDisk.newName}
        </th>
        {narrow ? null : (
          <th scope="col" className={`${cell} w-[118px] px-2.5`}>
            {words.onDisk.sidecars}
          </th>
        )}
        <th scope="col" className={`${cell} w-[150px] pr-5 pl-2.5 max-lg:w-[140px]`}>
          {words.onDisk.status}
        </th>
      </tr>
    </thead>
  );
}
