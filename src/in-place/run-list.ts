import type { LeftAlone, LeftCode } from './in-place.ts';
import { mostFiles } from './list-folder.ts';
import { baseName, besideIt, folderOf, isSafeName, isSafePath } from './safe-path.ts';

/*
 * A list, as it stands in `.rollcall/<run>.jsonl`, one thing on each line:
 *
 *   {"format":1,"run":"…","startedAt":"…","files":2,"madeBy":"Rollcall …"}
 *   {"from":"a/IMG_1.JPG","to":"beach.jpg","bytes":48211,"mtimeMs":1732461234567,"inode":"7340"}
 *   {"from":"a/IMG_1.XMP","to":"beach.XMP", … ,"sidecarOf":"a/IMG_1.JPG"}
 *   {"left":"a/IMG_2.JPG","code":"open_elsewhere","text":"It is open in another program."}
 *   {"ended":"…","renamed":2}
 *   {"undo":"…","files":2}            and the same again, with `from` and `to` the other way round
 *
 * A pass without its last line was cut off. The file is always replaced as a whole, so no line is ever half there; and
 * since anybody may have written it, nothing in it is believed before it was looked at.
 */

export interface ListedFile {
  readonly from: string;
  /** A base name. */
  readonly to: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly inode: string;
  /** `from` of the photo it follows; null for a photo. */
  readonly sidecarOf: string | null;
  /** The base name it has in between, where it cannot go straight. */
  readonly via: string | null;
  /** Hard links to it were there before; then one more is no sign of a rename cut off. */
  readonly hasMoreNames: boolean;
}

export interface ListedLeft {
  /** `from` of a photo, or of a sidecar that was gone. */
  readonly path: string;
  /** Null where the run was cut off before it came to it. */
  readonly why: { readonly code: LeftCode; readonly text: string } | null;
}

export interface Pass {
  readonly startedAt: string;
  readonly files: readonly ListedFile[];
  /** Where files came to lie that are neither where they were nor where they should be: `from` to base name. */
  readonly placed: ReadonlyMap<string, string>;
  readonly left: readonly ListedLeft[];
  readonly endedAt: string | null;
}

export interface RunList {
  readonly run: string;
  /** The renames first, then every undo of them. */
  readonly passes: readonly [Pass, ...Pass[]];
}

const madeBy =
  'Rollcall. These are the names before and after; `npm run rollcall -- undo` brings the old ones back.';

export function renderList({ run, passes }: RunList): string {
  const lines = passes.flatMap((pass, index) => {
    const { startedAt, files } = pass;
    const head =
      index === 0
        ? { format: 1, run, startedAt, files: files.length, madeBy }
        : { undo: startedAt, files: files.length };
    return [head, ...files.map(fileLine), ...outcomeLines(pass)];
  });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function fileLine({ sidecarOf, via, hasMoreNames, ...file }: ListedFile): object {
  return {
    ...file,
    ...(sidecarOf === null ? {} : { sidecarOf }),
    ...(via === null ? {} : { via }),
    ...(hasMoreNames ? { hasMoreNames } : {}),
  };
}

function outcomeLines(pass: Pass): object[] {
  const { files, placed, left, endedAt } = pass;
  const lines: object[] = [
    ...[...placed].map(([path, as]) => ({ placed: path, as })),
    ...left.map(({ path, why }) => ({ left: path, ...why })),
  ];
  if (endedAt !== null) {
    const stayed = stayedIn(pass);
    const renamed = files.filter((file) => placeAfter(pass, file, stayed) !== file.from).length;
    lines.push({ ended: endedAt, renamed });
  }
  return lines;
}

/** What was left for a reason; what a cut-off run did not come to has none. */
export const withReasons = (left: readonly ListedLeft[]): LeftAlone[] =>
  left.flatMap(({ path, why }) => (why === null ? [] : [{ path, ...why }]));

export const stayedIn = ({ left }: Pass): ReadonlySet<string> => new Set(left.map(({ path }) => path));

/** Where a file of a pass lies after it. */
export function placeAfter(pass: Pass, file: ListedFile, stayed: ReadonlySet<string>): string {
  const placed = pass.placed.get(file.from);
  if (placed !== undefined) return besideIt(file.from, placed);
  return staysThere(file, stayed) ? file.from : besideIt(file.from, file.to);
}

const staysThere = ({ from, sidecarOf }: ListedFile, stayed: ReadonlySet<string>) =>
  stayed.has(from) || (sidecarOf !== null && stayed.has(sidecarOf));

type Line = Readonly<Record<string, unknown>>;

/** 100,000 files, an undo of all of them, and what stayed; whoever made a longer list wants to fill the memory. */
const mostLines = 300_000;
/** Two of the longest paths, every letter written as an escape. */
const longestLine = 64 * 1024;

/** Null for a list that is not whole, not ours, or leads outside its folder. */
export function parseList(text: string, run: string): RunList | null {
  const drafts: Draft[] = [];
  let count = 0;
  try {
    for (const line of linesOf(text)) {
      const value = parseLine(line);
      count += 1;
      if (count > mostLines || (count === 1 && (value.format !== 1 || value.run !== run))) return null;
      const draft = drafts.at(-1);
      if (draft === undefined || 'undo' in value) drafts.push(openDraft(value, drafts.length === 0));
      else addLine(draft, value);
    }
    const [first, ...rest] = drafts.map(closeDraft);
    return first === undefined ? null : { run, passes: [first, ...rest] };
  } catch {
    return null;
  }
}

/** One after the other: all at once would be several times the list. */
function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    if (to - from > longestLine) throw new Error('A line is too long');
    if (to > from) yield text.slice(from, to);
    from = to + 1;
  }
}

function parseLine(text: string): Line {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('A line is no object');
  return { ...value };
}

/** A pass of which not all lines are read. */
interface Draft {
  readonly startedAt: string;
  readonly count: unknown;
  readonly files: ListedFile[];
  readonly placed: Map<string, string>;
  readonly left: ListedLeft[];
  endedAt: string | null;
}

function openDraft(head: Line, isFirst: boolean): Draft {
  const startedAt = known(readTime(isFirst ? head.startedAt : head.undo));
  const isPossible = typeof head.files === 'number' && head.files <= mostFiles;
  return {
    startedAt,
    count: known(isPossible ? head.files : null),
    files: [],
    placed: new Map(),
    left: [],
    endedAt: null,
  };
}

/** Lines that say something else are from another version. */
function addLine(draft: Draft, line: Line): void {
  if ('from' in line) draft.files.push(known(parseFile(line)));
  else if ('placed' in line) draft.placed.set(...known(parsePlaced(line)));
  else if ('left' in line) draft.left.push(known(parseLeft(line)));
  else if ('ended' in line) draft.endedAt ??= known(readTime(line.ended));
}

function closeDraft({ count, ...pass }: Draft): Pass {
  if (pass.files.length !== count || !standsTogether(pass.files)) throw new Error('Files are missing');
  return pass;
}

function known<T>(value: T | null): T {
  if (value === null) throw new Error('A line is not as it should be');
  return value;
}

function parseFile({
  from,
  to,
  bytes,
  mtimeMs,
  inode,
  sidecarOf,
  via,
  hasMoreNames,
}: Line): ListedFile | null {
  if (!isPath(from) || !isName(to) || !isNumber(bytes) || !isNumber(mtimeMs)) return null;
  if (typeof inode !== 'string' || (sidecarOf !== undefined && !isPath(sidecarOf))) return null;
  if (via !== undefined && !isTemporaryName(via)) return null;
  return {
    from,
    to,
    bytes,
    mtimeMs,
    inode,
    sidecarOf: sidecarOf ?? null,
    via: via ?? null,
    hasMoreNames: hasMoreNames === true,
  };
}

/** No file twice, and every sidecar beside its photo. */
function standsTogether(files: readonly ListedFile[]): boolean {
  const paths = new Set(files.map(({ from }) => from));
  const photos = new Set(files.filter(({ sidecarOf }) => sidecarOf === null).map(({ from }) => from));
  return (
    paths.size === files.length &&
    files.every(
      ({ from, sidecarOf }) =>
        sidecarOf === null || (photos.has(sidecarOf) && folderOf(sidecarOf) === folderOf(from)),
    )
  );
}

function parsePlaced({ placed, as }: Line): [string, string] | null {
  return isPath(placed) && isName(as) ? [placed, as] : null;
}

function parseLeft({ left, code, text }: Line): ListedLeft | null {
  if (!isPath(left)) return null;
  if (code === undefined) return { path: left, why: null };
  return isCode(code) && typeof text === 'string' ? { path: left, why: { code, text } } : null;
}

const codes: readonly string[] = [
  'changed_since',
  'name_taken',
  'gone',
  'open_elsewhere',
  'not_allowed',
  'illegal_here',
  'not_read',
] satisfies readonly LeftCode[];

const temporary = '.rollcall-';

/** Hidden, so that it is never taken for a photo, and nobody else's. */
export const temporaryName = (run: string, pass: number, index: number): string =>
  `${temporary}${run}-${pass}-${index}`;

const isTemporaryName = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith(temporary) && isSafeName(value.slice(1));

const isCode = (value: unknown): value is LeftCode => typeof value === 'string' && codes.includes(value);
const isPath = (value: unknown): value is string => typeof value === 'string' && isSafePath(value);
const isName = (value: unknown): value is string =>
  typeof value === 'string' && isSafeName(value) && baseName(value) === value;
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value);

function readTime(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null;
}
