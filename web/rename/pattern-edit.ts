import { parsePattern, type TokenName } from '../../src/names/pattern.ts';

/** One chip, or a piece of text between chips, as written in the pattern. */
export type Part = { kind: 'token'; name: TokenName; source: string } | { kind: 'literal'; text: string };

/** The pattern as it is edited: parts, and a text field that stands between them at `caret`. */
export interface PatternEdit {
  parts: readonly Part[];
  caret: number;
  text: string;
}

/**
 * Parts are joined by a space, which the template turns into its separator. What is being typed stands in the pattern
 * as it is, so that a token with a mistake is one, and not text.
 */
export function patternOf(edit: PatternEdit): string {
  const typed = edit.text.trim();
  return [
    ...edit.parts.slice(0, edit.caret).map(sourceOf),
    ...(typed === '' ? [] : [typed]),
    ...edit.parts.slice(edit.caret).map(sourceOf),
  ].join(' ');
}

export function editOf(pattern: string): PatternEdit {
  const parts = partsOf(pattern) ?? [];
  return { parts, caret: parts.length, text: parts.length === 0 ? pattern : '' };
}

/** Typing; a token that is written out in full becomes a chip. */
export function typeText(edit: PatternEdit, text: string): PatternEdit {
  if (!/\{[^{}]+\}/u.test(text)) return { ...edit, text };
  const parts = partsOf(text);
  return parts ? insert({ ...edit, text: '' }, parts) : { ...edit, text };
}

export function addToken(edit: PatternEdit, name: TokenName): PatternEdit {
  return insert(settleText(edit), [{ kind: 'token', name, source: `{${name}}` }]);
}

export function removePart(edit: PatternEdit, at: number): PatternEdit {
  const settled = settleText(edit);
  const parts = settled.parts.toSpliced(at, 1);
  return { ...settled, parts, caret: settled.caret > at ? settled.caret - 1 : settled.caret };
}

/** Arrow at the edge of the text field: over one part. Text that was typed becomes a part first. */
export function moveCaret(edit: PatternEdit, by: -1 | 1): PatternEdit {
  const settled = settleText(edit);
  if (settled.text !== '') return edit;
  const from = by < 0 && edit.text.trim() !== '' ? settled.caret - 1 : settled.caret;
  return { ...settled, caret: Math.max(0, Math.min(settled.parts.length, from + by)) };
}

/** Backspace at the start of the text field: a chip goes; text is taken back into the field to be edited. */
export function removeBefore(edit: PatternEdit): PatternEdit {
  const before = edit.parts[edit.caret - 1];
  if (!before) return edit;
  const parts = edit.parts.toSpliced(edit.caret - 1, 1);
  const text = before.kind === 'literal' ? sourceOf(before) + edit.text : edit.text;
  return { parts, caret: edit.caret - 1, text };
}

/** What was typed becomes a part of its own; with a mistake in it, it stays where it can be mended. */
function settleText(edit: PatternEdit): PatternEdit {
  if (edit.text.trim() === '') return { ...edit, text: '' };
  const parts = partsOf(edit.text.trim());
  return parts === null ? edit : insert({ ...edit, text: '' }, parts);
}

function insert(edit: PatternEdit, parts: readonly Part[]): PatternEdit {
  return {
    parts: edit.parts.toSpliced(edit.caret, 0, ...parts),
    caret: edit.caret + parts.length,
    text: edit.text,
  };
}

function partsOf(pattern: string): Part[] | null {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) return null;
  const parts: Part[] = [];
  for (const part of parsed.parts) {
    if (part.kind === 'literal') {
      const text = part.text.replaceAll(/^[\s._-]+|[\s._-]+$/gu, '');
      if (text !== '') parts.push({ kind: 'literal', text });
    } else {
      const format = part.format === '' ? '' : `:${part.format}`;
      const fallback = part.fallback === '' ? '' : `|${part.fallback}`;
      parts.push({ kind: 'token', name: part.name, source: `{${part.name}${format}${fallback}}` });
    }
  }
  return parts;
}

function sourceOf(part: Part): string {
  return part.kind === 'token' ? part.source : part.text.replaceAll('{', '{{').replaceAll('}', '}}');
}
