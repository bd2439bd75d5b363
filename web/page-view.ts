import { createCell } from './library/cell.ts';

export type PageView = ReturnType<typeof createPageView>;

/** What is open on the page right now; nothing of it outlives the tab. */
export function createPageView() {
  return {
    /** The grid's one tab stop. */
    activeId: createCell<string | null>(null),
    editingId: createCell<string | null>(null),
    openId: createCell<string | null>(null),
    /** The photos that the open one stands among; null: those of the grid. */
    openAmong: createCell<readonly string[] | null>(null),
    /** The dialog that chooses a folder of this computer. */
    choosingFolder: createCell(false),
    /** A card's menu, at a place on the screen. */
    menu: createCell<{ id: string; x: number; y: number } | null>(null),
    /** The photos that the AI rename dialog is open for. */
    renaming: createCell<readonly string[] | null>(null),
    /** It opens with the wish to look again at those already seen. */
    lookingAgain: createCell(false),
    /** It opens with the wish to give those already named other names. */
    namingAgain: createCell(false),
    /** The photos that the Rename dialog (by a pattern) is open for, in their order. */
    bulkRenaming: createCell<readonly string[] | null>(null),
    /** Those it was open for when a person left to connect a model: it goes on with them. */
    renamingLater: createCell<readonly string[] | null>(null),
    shortcuts: createCell(false),
    deleting: createCell<readonly string[] | null>(null),
    jobPanel: createCell<'open' | 'folded'>('open'),
    /** Columns of the grid as it is now, for the keys. */
    columns: createCell(1),
    photoSize: createCell(178),
  };
}
