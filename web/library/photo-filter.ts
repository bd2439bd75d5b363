import type { Photo, PhotoListQuery } from '../../src/http/schemas/photo.ts';

export type Filter = Pick<Partial<PhotoListQuery>, 'q' | 'state' | 'folder'> & {
  sort: PhotoListQuery['sort'];
};

export type FilterChange = { [Key in keyof Filter]?: Filter[Key] | undefined };

/** Search needs the server; without one, the filter can be decided here. */
export function fits(photo: Photo, filter: Filter): boolean {
  if (filter.q !== undefined) return false;
  if (filter.folder !== undefined && filter.folder !== photo.folder) return false;
  switch (filter.state) {
    case undefined:
      return true;
    case 'deleted':
      return false;
    case 'unnamed':
      return !['named', 'suggested', 'needs_look', 'failed'].includes(photo.state);
    case 'named':
    case 'suggested':
    case 'needs_look':
    case 'failed':
    default:
      return photo.state === filter.state;
  }
}

export function merged(filter: Filter, change: FilterChange): Filter {
  const { q, state, folder, sort } = { ...filter, ...change };
  return {
    sort: sort ?? 'taken',
    ...(q ? { q } : {}),
    ...(state ? { state } : {}),
    ...(folder === undefined ? {} : { folder }),
  };
}
