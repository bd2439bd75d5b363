import { photos } from './photo-count-en.ts';

/** Every rename and every job, by day. */
export const historyEn = {
  lead: 'Every job and every rename is kept. Undo any of them, at any time, in any order.',
  downloads: 'Files that you downloaded keep their names.',
  show: 'Show',
  search: 'Find an old or new name',
  nothingFound: (query: string) => `No name has “${query}” in it`,
  nothingFoundText: 'Search looks at old and new names of every rename.',
  exportCsv: 'Export CSV',
  filters: { all: 'All', renames: 'Renames', jobs: 'Jobs', deleted: 'Deleted' },
  why: {
    job: 'AI rename',
    template: 'Rename',
    hand: 'Renamed by hand',
    undo: 'Undo of a rename',
    review: 'Accepted names',
  },
  jobTitle: { rename: 'AI rename', review: 'AI rename, to review', look: 'Looked at photos' },
  count: photos,
  oneName: (old: string, name: string) => `${old} to ${name}`,
  andMore: (shown: string) => `and ${shown} more`,
  givenAgain: (n: number, shown: string) =>
    n === 1 ? `${shown} name was given again.` : `${shown} names were given again.`,
  wentBack: (n: number, shown: string) =>
    n === 1 ? `${shown} name went back.` : `${shown} names went back.`,
  stayed: (n: number, shown: string) =>
    n === 1 ? `${shown} was changed since and stayed.` : `${shown} were changed since and stayed.`,
  stayedDeleted: (n: number, shown: string) =>
    n === 1 ? `${shown} photo is deleted.` : `${shown} photos are deleted.`,
  numbered: (n: number, shown: string) =>
    n === 1
      ? `${shown} old name was taken and came back with a number.`
      : `${shown} old names were taken and came back with a number.`,
  someStayed: (n: number, shown: string) =>
    n === 1 ? `${shown} name could not go back.` : `${shown} names could not go back.`,
  suggested: (shown: string) => `${shown} suggested`,
  ready: (shown: string) => `${shown} ready`,
  named: (shown: string) => `${shown} named`,
  seen: (shown: string) => `${shown} seen`,
  priceUnknown: 'price not known',
  review: 'Review',
  openPanel: 'Show in photos',
  useSettings: 'Use these settings again',
  settingsTaken: 'The next AI rename starts with these settings',
  undone: 'Undone',
  redo: 'Redo',
  showNames: 'Show names',
  hideNames: 'Hide names',
  oldName: 'Old name',
  newName: 'New name',
  picture: 'Picture',
  what: 'What can be done',
  nowName: (name: string) => `Now ${name}`,
  deleted: 'Deleted',
  deletedPhotos: {
    title: 'Deleted photos',
    kept: 'Deleted photos are kept for 30 days, then removed.',
    none: 'No deleted photos',
    failed: 'The deleted photos could not be loaded',
    removedOn: (day: string) => `removed on ${day}`,
    bringBack: 'Bring back',
    bringBackOne: (name: string) => `Bring back ${name}`,
    bringBackAll: (n: number, shown: string) => `Bring back ${photos(n, shown)}`,
  },
  isBack: 'Has its old name',
  undoThis: 'Undo this',
  showMore: 'Show more',
  showMoreNames: (shown: string) => `Show ${shown} more`,
  noNames: 'This job changed no name.',
  empty: 'Nothing here yet',
  emptyText: 'When names change, they are listed here.',
  failed: 'The history could not be loaded',
};
