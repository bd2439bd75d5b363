import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import type { DeployedFunction, SourceFile } from './project-api.ts';

const shownLines = 12;
const shownColumns = 100;

/** What a person needs to recognise a function of his own before it is replaced. */
export function showFunction(deployed: DeployedFunction, files: readonly SourceFile[]): string[] {
  const { slug, version, updated_at } = deployed;
  const when = new Date(updated_at).toISOString().slice(0, 16).replace('T', ' ');
  const head = `The project has a function ${slug} that is not Rollcall’s: version ${version}, deployed ${when} UTC.`;
  const entry = entryOf(slug, files);
  if (entry === undefined) return [head, 'Its code cannot be read from here.'];
  const lines = entry.text.split(/\r?\n/u);
  const bytes = files.reduce((sum, { text }) => sum + new TextEncoder().encode(text).length, 0);
  const more = lines.length > shownLines ? [`  │ … ${lines.length - shownLines} more lines`] : [];
  return [
    head,
    `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${bytes} bytes; ${plain(entry.path)} begins:`,
    ...lines.slice(0, shownLines).map((line) => `  │ ${plain(line).slice(0, shownColumns)}`),
    ...more,
  ];
}

const entryOf = (slug: string, files: readonly SourceFile[]): SourceFile | undefined =>
  files.find(({ path }) => path.endsWith(`${slug}/index.ts`)) ??
  files.find(({ path }) => /(?:^|\/)index\.[jt]s$/u.test(path)) ??
  files[0];

/** Somebody else's text must not steer the terminal. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}--[\t\n]]/gv, '');

/** Keeps the code of a function that is about to be replaced. Answers where, or null if there is none to keep. */
export async function keepReplaced(
  dataFolder: string,
  deployed: DeployedFunction,
  files: readonly SourceFile[],
): Promise<string | null> {
  if (files.length === 0) return null;
  const folder = join(dataFolder, 'replaced-functions', `${deployed.slug}-v${deployed.version}`);
  for (const { path, text } of files) {
    const inside = normalize(path);
    if (inside.startsWith('..')) continue;
    const file = join(folder, inside);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return folder;
}
