import type { Words } from '../i18n/en.ts';

export interface Shortcut {
  does: keyof Words['shortcuts']['keys'];
  /** Alternatives; the keys of one are pressed together. */
  keys: readonly string[];
}

export const shortcutGroups: readonly {
  part: 'everywhere' | 'grid' | 'detail' | 'review' | 'disk' | 'dialogs';
  shortcuts: readonly Shortcut[];
}[] = [
  {
    part: 'everywhere',
    shortcuts: [
      { does: 'help', keys: ['?'] },
      { does: 'search', keys: ['/'] },
      { does: 'regions', keys: ['F6'] },
      { does: 'messages', keys: ['F8'] },
      { does: 'undo', keys: ['Command Z'] },
    ],
  },
  {
    part: 'grid',
    shortcuts: [
      { does: 'move', keys: ['← → ↑ ↓'] },
      { does: 'open', keys: ['↵'] },
      { does: 'select', keys: ['Space'] },
      { does: 'range', keys: ['Shift ← →'] },
      { does: 'all', keys: ['Command A'] },
      { does: 'none', keys: ['Esc'] },
      { does: 'rename', keys: ['F2'] },
      { does: 'aiRename', keys: ['A'] },
      { does: 'stack', keys: ['S'] },
      { does: 'copy', keys: ['Command C'] },
      { does: 'menu', keys: ['Shift F10'] },
      { does: 'remove', keys: ['⌫'] },
    ],
  },
  {
    part: 'detail',
    shortcuts: [
      { does: 'neighbours', keys: ['←', '→'] },
      { does: 'rename', keys: ['F2'] },
      { does: 'aiRename', keys: ['A'] },
      { does: 'close', keys: ['Esc'] },
    ],
  },
  {
    part: 'review',
    shortcuts: [
      { does: 'row', keys: ['J', 'K'] },
      { does: 'accept', keys: ['↵'] },
      { does: 'edit', keys: ['E', 'F2'] },
      { does: 'skip', keys: ['S'] },
      { does: 'why', keys: ['W'] },
      { does: 'undo', keys: ['Command Z'] },
    ],
  },
  {
    part: 'disk',
    shortcuts: [
      { does: 'fileRow', keys: ['↑', '↓'] },
      { does: 'open', keys: ['↵'] },
      { does: 'tick', keys: ['Space'] },
      { does: 'applyToDisk', keys: ['Command ↵'] },
    ],
  },
  {
    part: 'dialogs',
    shortcuts: [
      { does: 'start', keys: ['Command ↵'] },
      { does: 'close', keys: ['Esc'] },
    ],
  },
];
