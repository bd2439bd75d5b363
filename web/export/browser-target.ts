import { saveBlob } from './save-blob.ts';
import type { SaveTarget } from './save-zip.ts';

/** Not in TypeScript's list of what browsers have: some do not. */
interface FilePicker {
  showSaveFilePicker: (options: { suggestedName: string; types: object[] }) => Promise<{
    createWritable: () => Promise<WritableStream<Uint8Array>>;
  }>;
}

const hasPicker = (browser: object): browser is FilePicker => 'showSaveFilePicker' in browser;

/** Saving as this browser can. */
export function browserTarget(): SaveTarget {
  const browser: object = window;
  return {
    chooseFile: hasPicker(browser)
      ? async (suggestedName) => {
          const types = [{ description: 'ZIP', accept: { 'application/zip': ['.zip'] } }];
          const file = await browser.showSaveFilePicker({ suggestedName, types });
          return file.createWritable();
        }
      : null,
    saveBlob,
  };
}
