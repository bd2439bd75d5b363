import { createHash } from 'node:crypto';
import { beforeEach } from 'vitest';
import { changeSettings } from '../../src/database/settings.ts';
import type { IncomingFile } from '../../src/photos/intake.ts';
import { ana, filesOf, prepareAll, prepared, type Library } from './build-library.ts';

/** A picture of a scene, taken at a time of one morning (`10:00:05`), or at no known time. */
export interface Shot {
  readonly scene: string;
  readonly at?: string;
  readonly filename: string;
}

const rawMark = 'raw ';

/** Pictures of one scene look alike, those of another do not; no two are the same file. */
export function prepareScenes(library: Library): void {
  library.prepareAs((text) => {
    const { scene, at } = sceneOf(text);
    if (scene === 'unreadable') return { ok: false, code: 'no_preview_in_raw', detail: '' };
    const perceptualHash = new Uint8Array(createHash('sha256').update(scene).digest()).slice(0, 16);
    return prepared(text, { perceptualHash, takenLocal: at === undefined ? null : `2024-05-01T${at}` });
  });
}

function sceneOf(text: string): { scene: string; at: string | undefined } {
  const [scene = '', at] = text.replace(rawMark, '').split('#');
  return { scene, at: at === '' ? undefined : at };
}

const textOf = ({ scene, at = '', filename }: Shot, folder: string): string =>
  `${filename.toLowerCase().endsWith('.dng') ? rawMark : ''}${scene}#${at}#${folder}${filename}`;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** Takes them in without preparing them; their ids in order. */
export async function takeInShots(
  library: Library,
  shots: readonly Shot[],
  { folder, ownerId = ana }: { folder: string; ownerId?: string },
): Promise<string[]> {
  const files = shots.map((shot): IncomingFile => ({
    filename: shot.filename,
    folder,
    body: bytesOf(textOf(shot, folder)),
  }));
  return (await library.intake.takeIn(ownerId, filesOf(files))).photoIds;
}

export async function addShots(
  library: Library,
  shots: readonly Shot[],
  of: { folder: string; ownerId?: string },
): Promise<string[]> {
  const ids = await takeInShots(library, shots, of);
  await prepareAll(library);
  return ids;
}

export interface Scenes {
  /** A folder that only this test has. */
  readonly folder: string;
  /** Takes these into it and prepares them; their ids in order. */
  add(...shots: readonly Shot[]): Promise<string[]>;
}

/** Pictures of scenes in this library, whose owner wants stacks when a test begins. */
export function useScenes(library: Library): Scenes {
  let folder = '';
  beforeEach(async () => {
    prepareScenes(library);
    folder = library.newId();
    await changeSettings(library.database, ana, { stacks: true });
  });
  return {
    get folder() {
      return folder;
    },
    add: (...shots) => addShots(library, shots, { folder }),
  };
}

/** One scene, a second apart: IMG_1.JPG, IMG_2.JPG … */
export const burst = (scene: string, n: number, first = 1): Shot[] =>
  Array.from({ length: n }, (_, i) => ({
    scene,
    at: `10:00:${String(i).padStart(2, '0')}`,
    filename: `IMG_${first + i}.JPG`,
  }));
