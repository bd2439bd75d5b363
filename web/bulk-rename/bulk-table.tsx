import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { Checkbox } from '../components/ui/controls.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePhone } from '../use-rollcall.ts';
import { BulkTableRow } from './bulk-table-row.tsx';
import type { BulkRow } from './plan-bulk.ts';
import type { BulkRename } from './use-bulk-rename.ts';

const wideRow = 42;
const phoneRow = 68;
const columns = 6;

interface BulkTableProps {
  form: BulkRename;
  rows: readonly BulkRow[];
  scroller: HTMLElement;
}

/** Old and new name of every photo: a table as tall as all rows, with only those near the window in the document. */
export function BulkTable({ form, rows, scroller }: BulkTableProps) {
  const { words } = useSpeech();
  const phone = usePhone();
  const table = useRef<HTMLTableElement>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const rowHeight = phone ? phoneRow : wideRow;
  const margin = useTop(table, scroller);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    getItemKey: (at) => rows[at]?.photo.id ?? at,
    overscan: 6,
    scrollMargin: margin,
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const items = virtualizer.getVirtualItems();
  const before = (items[0]?.start ?? margin) - margin;
  const after = Math.max(0, rows.length * rowHeight - before - items.length * rowHeight);
  return (
    <table
      ref={table}
      aria-label={words.bulk.table}
      aria-rowcount={rows.length + 1}
      className="w-full table-fixed border-separate border-spacing-0"
    >
      <TableHead form={form} rows={rows} />
      <tbody>
        <Spacer height={before} />
        {items.map((item) => {
          const row = rows[item.index];
          return row ? (
            <BulkTableRow
              key={row.photo.id}
              row={row}
              index={item.index}
              phone={phone}
              maxLength={form.template.maxLength}
              editing={editing === row.photo.id}
              onEditing={setEditing}
              onTick={form.tick}
              onEdit={form.edit}
            />
          ) : null;
        })}
        <Spacer height={after} />
        {rows.length === 0 ? (
          <tr>
            <td colSpan={columns} className="px-6 py-6 text-muted-foreground max-sm:px-4">
              {form.loading ? words.bulk.loading : words.bulk.nothingInFilter}
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}

/** Stands for rows that are not there. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null;
}

function TableHead({ form, rows }: { form: BulkRename; rows: readonly BulkRow[] }) {
  const { words } = useSpeech();
  const ticked = useMemo(() => rows.reduce((sum, row) => sum + (row.ticked ? 1 : 0), 0), [rows]);
  const cell =
    'sticky top-0 z-1 h-[34px] border-b border-border bg-popover px-2.5 text-left text-xs font-medium text-muted-foreground';
  return (
    <thead className="max-sm:sr-only">
      <tr aria-rowindex={1}>
        <th scope="col" className={`${cell} w-10 pr-0 pl-6`}>
          <Checkbox
            aria-label={words.bulk.chooseAll}
            checked={ticked === rows.length ? true : ticked === 0 ? false : 'indeterminate'}
            onCheckedChange={(on) =>
              form.tick(
                rows.map((row) => row.photo.id),
                on === true,
              )
            }
          />
        </th>
        <th scope="col" className={`${cell} w-[60px]`}>
          <span className="sr-only">{words.bulk.picture}</span>
        </th>
        <th scope="col" className={`${cell} w-[23%] max-lg:w-[21%]`}>
          {words.bulk.oldName}
        </th>
        <th scope="col" className={`${cell} w-9`}>
          <span className="sr-only">→</span>
        </th>
        <th scope="col" className={cell}>
          {words.bulk.newName}
        </th>
        <th scope="col" className={`${cell} w-[222px] pr-6 max-lg:w-[200px]`}>
          {words.bulk.status}
        </th>
      </tr>
    </thead>
  );
}

/** How far the rows start below the top of what scrolls; on a phone the pattern stands above them. */
function useTop(table: RefObject<HTMLTableElement | null>, scroller: HTMLElement): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const read = () => {
      const body = table.current?.tBodies[0];
      if (!body) return;
      const distance = body.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      setTop(Math.round(distance + scroller.scrollTop));
    };
    read();
    const observer = new ResizeObserver(read);
    for (const child of scroller.children) observer.observe(child);
    return () => observer.disconnect();
  }, [table, scroller]);
  return top;
}
