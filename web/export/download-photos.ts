import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';
import type { Rollcall } from '../rollcall.ts';
import { saveAddress } from './save-address.ts';

/** Takes photos home: from an address where the server makes the ZIP, else made here. `xmp`: what was seen goes along. */
export function createDownload(
  { client, saveZip, toasts }: Pick<Rollcall, 'client' | 'saveZip' | 'toasts'>,
  { selection }: Words,
  format: Format,
): (ids: readonly string[], xmp: boolean) => Promise<void> {
  return async (ids, xmp) => {
    if (saveZip === null) {
      const address = client.exportUrl(ids, xmp);
      if (address !== null) return saveAddress(address, '');
      toasts.show({ tone: 'done', text: selection.downloading });
      return submit(client.exportAddress, { photoIds: ids.join(','), xmp: String(xmp) });
    }
    // Begun before anything is waited for: a file can be chosen only right after the click.
    const saving = saveZip(ids, { xmp });
    toasts.show({ tone: 'done', text: selection.downloading });
    const outcome = await saving;
    toasts.clear();
    if (outcome === 'saved')
      toasts.show({ tone: 'done', text: selection.saved(ids.length, format.count(ids.length)) });
    if (outcome === 'too_large')
      toasts.show({ tone: 'attention', text: selection.tooLarge, detail: selection.tooLargeText });
  };
}

/** Of a whole job or the whole library a server knows the photos itself; where none does, they are asked for first. */
export function createDownloadWhole(
  { client, saveZip }: Pick<Rollcall, 'client' | 'saveZip'>,
  download: (ids: readonly string[], xmp: boolean) => Promise<void>,
) {
  async function photosOf(jobId: string): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof client.listItems>> = await client.listItems(
        jobId,
        cursor === null ? {} : { cursor },
      );
      ids.push(...page.items.map((item) => item.photoId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return ids;
  }

  return {
    job: async (jobId: string, xmp: boolean): Promise<void> => {
      if (saveZip === null) saveAddress(client.exportJobUrl(jobId, xmp), '');
      else await download(await photosOf(jobId), xmp);
    },
    everything: async (allIds: () => Promise<readonly string[]>, xmp: boolean): Promise<void> => {
      if (saveZip === null) saveAddress(client.exportAllUrl(xmp), '');
      else await download(await allIds(), xmp);
    },
  };
}

/** A form instead of fetch: its answer is streamed to disk, however many photos there are. */
function submit(address: string, fields: Record<string, string>): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = address;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}
