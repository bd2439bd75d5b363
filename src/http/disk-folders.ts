import { createRoute, z } from '@hono/zod-openapi';
import { FolderTrouble, type LeftAlone } from '../in-place/in-place.ts';
import type { DiskFolders, FolderView } from '../on-disk/disk-folders.ts';
import { FolderRefused } from '../on-disk/folder-access.ts';
import type { FolderRow } from '../on-disk/folder-rows.ts';
import type { RenamedOnDisk, RunView } from '../on-disk/rename-on-disk.ts';
import { placeOf, sidecarExtensions, type FileView } from '../on-disk/view-files.ts';
import { ApiProblem } from './problem.ts';
import { pictureAddress } from './render-photo.ts';
import { body, createRouter, idParam, json, problems } from './route-parts.ts';
import {
  applyToDiskSchema,
  diskBrowseSchema,
  diskFilesSchema,
  diskFolderSchema,
  diskFoldersSchema,
  diskResultSchema,
  diskRunsSchema,
  type DiskFile,
  type DiskFolder,
  type DiskResult,
  type DiskRun,
} from './schemas/disk-folder.ts';

const pathSchema = z.string().min(1).max(4096);
const runParam = idParam.extend({ run: z.string().regex(/^[0-9A-Za-z-]{1,64}$/u) });

const listRoute = createRoute({
  method: 'get',
  path: '/disk-folders',
  description:
    'Folders of this computer whose photos are read where they lie; there only where this is offered.',
  responses: { 200: json(diskFoldersSchema, 'The one that was read last first'), ...problems },
});

const browseRoute = createRoute({
  method: 'get',
  path: '/disk-folders/browse',
  request: { query: z.object({ path: pathSchema.optional() }) },
  responses: { 200: json(diskBrowseSchema, 'A folder of this computer; home unless said'), ...problems },
});

const openRoute = createRoute({
  method: 'post',
  path: '/disk-folders',
  request: { body: body(z.object({ path: pathSchema })) },
  responses: {
    200: json(diskFolderSchema, 'It was known, and is read again'),
    201: json(diskFolderSchema, 'It is being read'),
    ...problems,
  },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/disk-folders/{id}',
  request: { params: idParam },
  responses: { 200: json(diskFolderSchema, 'The folder'), ...problems },
});

const readRoute = createRoute({
  method: 'post',
  path: '/disk-folders/{id}/read',
  request: { params: idParam },
  responses: { 200: json(diskFolderSchema, 'It is being read again'), ...problems },
});

const filesRoute = createRoute({
  method: 'get',
  path: '/disk-folders/{id}/files',
  request: { params: idParam },
  responses: { 200: json(diskFilesSchema, 'All of its photos, in the order of taking'), ...problems },
});

const runsRoute = createRoute({
  method: 'get',
  path: '/disk-folders/{id}/runs',
  request: { params: idParam },
  responses: { 200: json(diskRunsSchema, 'What was renamed in it'), ...problems },
});

const applyRoute = createRoute({
  method: 'post',
  path: '/disk-folders/{id}/apply',
  description: 'Renames the files that are `ready`. 409 plan_changed if they are not those that were shown.',
  request: { params: idParam, body: body(applyToDiskSchema) },
  responses: { 200: json(diskResultSchema, 'What was renamed and what was not'), ...problems },
});

const undoRoute = createRoute({
  method: 'post',
  path: '/disk-folders/{id}/runs/{run}/undo',
  request: { params: runParam },
  responses: { 200: json(diskResultSchema, 'What went back and what did not'), ...problems },
});

const forgetRoute = createRoute({
  method: 'delete',
  path: '/disk-folders/{id}',
  description: 'Its photos go where deleted photos go; nothing on disk is changed.',
  request: { params: idParam },
  responses: { 204: { description: 'Forgotten' }, ...problems },
});

/** Only on a machine of one's own: nobody else's server shows or renames files of its disk. */
export function diskFolderRoutes(folders: DiskFolders) {
  const router = createRouter();
  const find = async (ownerId: string, id: string): Promise<FolderRow> => {
    const folder = await folders.find(ownerId, id);
    if (folder === null) throw new ApiProblem('folder_not_found');
    return folder;
  };

  router.openapi(listRoute, async (c) =>
    c.json({ folders: (await folders.list(c.get('ownerId'))).map(renderFolder) }, 200),
  );
  router.openapi(browseRoute, async (c) => {
    const { folders: below, places, ...rest } = await told(() => folders.browse(c.req.valid('query').path));
    return c.json({ ...rest, folders: [...below], places: [...places] }, 200);
  });
  router.openapi(openRoute, async (c) => {
    const { path } = c.req.valid('json');
    const { folder, isNew } = await told(() => folders.open(c.get('ownerId'), path));
    return isNew ? c.json(renderFolder(folder), 201) : c.json(renderFolder(folder), 200);
  });
  router.openapi(oneRoute, async (c) => {
    const folder = await find(c.get('ownerId'), c.req.valid('param').id);
    return c.json(renderFolder(await folders.view(folder)), 200);
  });
  router.openapi(readRoute, async (c) => {
    const folder = await find(c.get('ownerId'), c.req.valid('param').id);
    return c.json(renderFolder(await told(() => folders.readAgain(folder))), 200);
  });
  router.openapi(filesRoute, async (c) => {
    const folder = await find(c.get('ownerId'), c.req.valid('param').id);
    const { files, planHash } = await folders.files(folder);
    return c.json({ files: files.map(renderFile), planHash }, 200);
  });
  router.openapi(runsRoute, async (c) => {
    const folder = await find(c.get('ownerId'), c.req.valid('param').id);
    return c.json({ runs: (await folders.runs(folder)).map(renderRun) }, 200);
  });
  router.openapi(applyRoute, async (c) => {
    const folder = await find(c.get('ownerId'), c.req.valid('param').id);
    const { planHash, leaveOut = [] } = c.req.valid('json');
    const plan = { planHash, leaveOut: new Set(leaveOut) };
    const result = await told(() => folders.apply(folder, plan));
    if (result === null)
      throw new ApiProblem('plan_changed', 'Files or names are not those that were shown.');
    return c.json(renderResult(result), 200);
  });
  router.openapi(undoRoute, async (c) => {
    const { id, run } = c.req.valid('param');
    const folder = await find(c.get('ownerId'), id);
    return c.json(renderResult(await told(() => folders.undo(folder, run))), 200);
  });
  router.openapi(forgetRoute, async (c) => {
    await folders.forget(await find(c.get('ownerId'), c.req.valid('param').id));
    return c.body(null, 204);
  });
  return router;
}

/** What stands in the way on disk, as a problem of the request. */
async function told<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof FolderRefused)
      throw new ApiProblem(error.code === 'gone' ? 'not_a_folder' : error.code, error.message);
    if (error instanceof FolderTrouble) throw new ApiProblem(problemOf(error.code), error.message);
    throw error;
  }
}

function problemOf(code: FolderTrouble['code']) {
  switch (code) {
    case 'gone':
      return 'not_a_folder';
    case 'busy':
      return 'folder_busy';
    case 'no_such_run':
      return 'run_not_found';
    case 'not_allowed':
    case 'disk_full':
      return code;
    default:
      return code satisfies never;
  }
}

const renderLeft = (left: readonly LeftAlone[]) => left.map(({ path, code, text }) => ({ path, code, text }));

function renderFolder(folder: FolderView): DiskFolder {
  return {
    id: folder.id,
    path: folder.path,
    folder: folder.folder,
    readAt: folder.read_at?.toISOString() ?? null,
    reading: folder.progress,
    photos: folder.photos,
    subfolders: folder.subfolders,
    notRead: renderLeft(folder.not_read),
    problem: folder.problem,
  };
}

function renderFile(file: FileView): DiskFile {
  const { thumbnailKey } = file;
  return {
    id: file.id,
    photoId: file.photoId,
    place: placeOf(file),
    name: file.path.slice(file.path.lastIndexOf('/') + 1),
    to: file.to,
    status: file.status,
    problem: file.problem,
    was: file.was?.name ?? null,
    doneAt: file.was?.at ?? null,
    sidecars: sidecarExtensions(file),
    thumbnail:
      thumbnailKey === null ? null : pictureAddress(file.photoId, 'thumbnail', { thumbnail: thumbnailKey }),
    takenAt: file.takenAt,
  };
}

function renderRun({ run, canGoBack, leftAlone }: RunView): DiskRun {
  const files = run.files.filter(({ state }) => state !== 'left');
  const photos = files.filter(({ sidecarOf }) => sidecarOf === null);
  return {
    id: run.id,
    startedAt: run.startedAt,
    photos: photos.length,
    sidecars: files.length - photos.length,
    canGoBack,
    leftAlone: renderLeft(leftAlone),
    undoneAt: run.undone?.at ?? null,
    wentBack: photos.filter(({ state }) => state === 'went_back').length,
  };
}

const renderResult = ({ run, renamed, leftAlone }: RenamedOnDisk): DiskResult => ({
  run: run === null ? null : renderRun(run),
  renamed,
  leftAlone: renderLeft(leftAlone),
});
