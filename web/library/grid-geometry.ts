/** How many cards stand in a row, and how tall a row is; the numbers of the design, in pixels. */
export interface Geometry {
  columns: number;
  cardWidth: number;
  photoHeight: number;
  rowHeight: number;
  rows: number;
  edge: number;
  gap: number;
}

/** More columns than this would put more than 200 cards on a very large screen. */
const mostColumns = 14;
const textHeight = 66;
/** A phone's text is larger, and its rows need air between them. */
const phoneTextHeight = 76;

export function gridGeometry(input: {
  width: number;
  size: number;
  total: number;
  phone: boolean;
}): Geometry {
  const edge = input.phone ? 12 : 20;
  const gap = input.phone ? 10 : 14;
  const inner = Math.max(0, input.width - 2 * edge);
  const fitting = input.phone ? phoneColumns(input.size) : Math.floor((inner + gap) / (input.size + gap));
  const columns = Math.min(mostColumns, Math.max(1, fitting));
  const cardWidth = (inner - gap * (columns - 1)) / columns;
  const photoHeight = Math.round(cardWidth * 0.75);
  const rows = Math.ceil(input.total / columns);
  return {
    columns,
    cardWidth,
    photoHeight,
    rowHeight: photoHeight + (input.phone ? phoneTextHeight : textHeight) + 6,
    rows,
    edge,
    gap,
  };
}

/** A phone has two columns; the slider's ends give one and three. */
function phoneColumns(size: number): number {
  if (size <= 130) return 3;
  return size >= 300 ? 1 : 2;
}

/** Where an arrow key leads in a grid that fills row by row; stays when there is nothing in that direction. */
export function moveInGrid(
  key: string,
  { at, total, columns, page }: { at: number; total: number; columns: number; page: number },
): number {
  const last = total - 1;
  const within = (to: number) => (to < 0 || to > last ? at : to);
  switch (key) {
    case 'ArrowLeft':
      return within(at - 1);
    case 'ArrowRight':
      return within(at + 1);
    case 'ArrowUp':
      return within(at - columns);
    case 'ArrowDown':
      // From the last full row into a shorter one: its last photo, rather than nothing.
      return at + columns > last && Math.floor(at / columns) < Math.floor(last / columns)
        ? last
        : within(at + columns);
    case 'PageUp':
      return at - page * columns < 0 ? at % columns : at - page * columns;
    case 'PageDown':
      return Math.min(last, at + page * columns);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return at;
  }
}
