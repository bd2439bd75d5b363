import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import { createImageWork } from '../../src/images/create-image-work.ts';
import type { ImageWorkUnderTest } from './image-work.ts';

/** The server's image work on files of a folder of its own. */
export async function openServerImageWork(): Promise<ImageWorkUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-image-work-'));
  const images = createImageWork({ clock: systemClock, processes: 1 });
  return {
    prepare: async (original) => {
      const path = join(folder, 'original');
      await writeFile(path, original);
      return await images.prepare({ path, mediaType: 'image/jpeg' }, new AbortController().signal);
    },
    close: async () => {
      await images.close();
      await rm(folder, { recursive: true });
    },
  };
}
