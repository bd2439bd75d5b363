import { usePage } from '../use-page.ts';
import { useRollcall } from '../use-rollcall.ts';
import type { DiskScreen } from './disk-screen.ts';

/** Opens a photo of the list; arrows then go through the list, as far as the page knows its photos. */
export function useOpenDiskPhoto(screen: DiskScreen): (photoId: string) => void {
  const { client, photos, toasts } = useRollcall();
  const { view } = usePage();
  async function open(photoId: string): Promise<void> {
    if (photos.get(photoId) === undefined) photos.put([await client.getPhoto(photoId)]);
    const { files, rows } = screen.get();
    const ids = rows.map((id) => files.get(id)?.photoId).filter((id) => id !== undefined);
    view.openAmong.set([...new Set(ids.filter((id) => photos.get(id) !== undefined))]);
    view.activeId.set(photoId);
    view.openId.set(photoId);
  }
  return (photoId) => void open(photoId).catch(toasts.problem);
}
