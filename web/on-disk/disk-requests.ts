import type {
  DiskBrowse,
  DiskFiles,
  DiskFolder,
  DiskResult,
  DiskRun,
} from '../../src/http/schemas/disk-folder.ts';
import { queryString, type Requests } from '../requests.ts';

export type { DiskBrowse, DiskFiles, DiskFolder, DiskResult, DiskRun };
export type DiskFile = DiskFiles['files'][number];
export type LeftAlone = DiskFolder['notRead'][number];
export type LeftAloneCode = LeftAlone['code'];

export type DiskRequests = ReturnType<typeof createDiskRequests>;

/** Folders of the computer that the server runs on; where it offers none, every call is refused with 404. */
export function createDiskRequests(api: string, { json, post, request }: Requests) {
  const folders = `${api}/disk-folders`;
  return {
    folders: async () => (await json<{ folders: DiskFolder[] }>(folders)).folders,
    /** Without a path: the home folder. */
    browse: (path?: string, signal?: AbortSignal) =>
      json<DiskBrowse>(`${folders}/browse${queryString({ path })}`, { signal }),
    /** Reading goes on in the background. */
    open: (path: string) => post<DiskFolder>(folders, { path }),
    folder: (id: string) => json<DiskFolder>(`${folders}/${id}`),
    read: (id: string) => post<DiskFolder>(`${folders}/${id}/read`),
    files: (id: string) => json<DiskFiles>(`${folders}/${id}/files`),
    runs: async (id: string) => (await json<{ runs: DiskRun[] }>(`${folders}/${id}/runs`)).runs,
    /** Renames on disk exactly what was shown, or nothing. */
    apply: (id: string, wish: { planHash: string; leaveOut: readonly string[] }) =>
      post<DiskResult>(`${folders}/${id}/apply`, wish),
    undo: (id: string, run: string) => post<DiskResult>(`${folders}/${id}/runs/${run}/undo`),
    forget: async (id: string) => {
      await request(`${folders}/${id}`, { method: 'DELETE' });
    },
  };
}
