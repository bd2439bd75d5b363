import { createCell } from './library/cell.ts';
import { defaultTemplate } from '../src/names/template.ts';
import type { JobOptions } from '../src/http/schemas/job.ts';

export interface Preset {
  name: string;
  template: JobOptions['template'];
}

/** What this browser remembers: how the page looks, and how the last AI rename was set. */
export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  interfaceLanguage: 'auto' | 'en' | 'es';
  photoSize: number;
  tellWhenDone: boolean;
  /** Where originals may stay on the person's disk: they do. */
  previewsOnly: boolean;
  closedJobs: readonly string[];
  template: JobOptions['template'];
  /** null: the language of the page. */
  nameLanguage: string | null;
  /** Of the Rename dialog: the last template, patterns used before, and those that were given a name. */
  bulkTemplate: JobOptions['template'];
  lastTemplates: readonly JobOptions['template'][];
  presets: readonly Preset[];
  /** Photos were taken home from here: an undo says that those keep their names. */
  hasDownloaded: boolean;
  /** What was seen goes along with them, in XMP files. */
  xmpFiles: boolean;
}

export type PreferenceStore = ReturnType<typeof createPreferences>;

const defaults: Preferences = {
  theme: 'system',
  interfaceLanguage: 'auto',
  photoSize: 178,
  tellWhenDone: false,
  previewsOnly: false,
  closedJobs: [],
  template: defaultTemplate,
  nameLanguage: null,
  bulkTemplate: { ...defaultTemplate, pattern: '{date} {n}', order: 'taken' },
  lastTemplates: [],
  presets: [],
  hasDownloaded: false,
  xmpFiles: false,
};

const key = 'rollcall';

/** Storage may be full, forbidden or hold anything: then the defaults serve. */
export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  // Only what was set here is stored, so that it can be told from what merely is the default.
  let chosen = readChosen(storage);
  const cell = createCell<Preferences>(complete(chosen));
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    change: (part: Partial<Preferences>): void => {
      chosen = { ...chosen, ...part };
      cell.set({ ...cell.get(), ...part });
      try {
        storage.setItem(key, JSON.stringify(chosen));
      } catch {
        // Private windows have no storage: the choice lasts as long as the page.
      }
    },
    /** What another browser set, for whatever was never set in this one. */
    adopt: (part: Partial<Preferences>): void => cell.set(complete({ ...part, ...chosen })),
  };
}

function readChosen(storage: Pick<Storage, 'getItem'>): Partial<Preferences> {
  try {
    const stored: unknown = JSON.parse(storage.getItem(key) ?? '{}');
    return stored !== null && typeof stored === 'object' ? { ...stored } : {};
  } catch {
    return {};
  }
}

function complete(chosen: Partial<Preferences>): Preferences {
  const merged: Preferences = { ...defaults, ...chosen };
  return {
    ...merged,
    template: { ...defaultTemplate, ...merged.template },
    bulkTemplate: { ...defaults.bulkTemplate, ...merged.bulkTemplate },
    lastTemplates: listOf(merged.lastTemplates).map(completeTemplate),
    presets: listOf(merged.presets).map((preset) => ({
      ...preset,
      template: completeTemplate(preset.template),
    })),
  };
}

/** What was stored may be older than some choices. */
const completeTemplate = (template: Partial<Preset['template']>) => ({ ...defaultTemplate, ...template });

const listOf = <Entry>(stored: readonly Entry[]): readonly Entry[] => (Array.isArray(stored) ? stored : []);
