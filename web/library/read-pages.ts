import type { PhotoList as PhotoPage, PhotoListQuery } from '../../src/http/schemas/photo.ts';
import type { Filter } from './photo-filter.ts';

export type LoadPage = (query: Partial<PhotoListQuery>, signal: AbortSignal) => Promise<PhotoPage>;

/** As many as a page may have. */
export const nextPages = 500;

/** All pages of a filter, one after the other, the first with `first` photos; none any more once aborted. */
export async function* readPages(
  load: LoadPage,
  { filter, first }: { filter: Filter; first: number },
  signal: AbortSignal,
): AsyncGenerator<PhotoPage> {
  let page = await load({ ...filter, limit: first }, signal);
  while (!signal.aborted) {
    yield page;
    if (page.nextCursor === null) return;
    page = await load({ ...filter, limit: nextPages, cursor: page.nextCursor }, signal);
  }
}
