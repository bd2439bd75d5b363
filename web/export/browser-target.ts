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
    saveBlob: (blob, name) => {
      const address = URL.createObjectURL(blob);
      const link = document.createElement('a');
      link.href = address;
      link.download = name;
      document.body.append(link);
      link.click();
      link.remove();
      // The browser reads it in its own time.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
  };
}
