const photos = (n: number, shown: string) => (n === 1 ? `${shown} photo` : `${shown} photos`);

/** Renaming many photos by a pattern. */
export const bulkEn = {
  title: (n: number, shown: string) => `Rename ${photos(n, shown)}`,
  menu: (shown: string) => `Rename ${shown} photos…`,
  open: 'Rename…',
  lead: 'Uses what is already known about each photo. Free, and nothing is sent anywhere.',
  leadPhone: 'Free, nothing is sent anywhere. You can undo it later.',
  start: 'Start',
  step: 'Step',
  numberHint: 'Used when the pattern has a number.',
  paddingAuto: 'Auto',
  noSeparator: 'None',
  details: 'Numbers, longest name, more',
  sameNames: 'Same names',
  sameChoices: { fail: 'Ask', number: 'Number', skip: 'Skip' },
  sameHint: {
    fail: 'Nothing is done before you decide.',
    number: 'The first keeps the name, the others get a number.',
    skip: 'The first gets the name, the others keep theirs.',
  },
  presets: 'Presets and last patterns',
  savePreset: 'Save as preset',
  presetName: 'Name of the preset',
  savedPreset: 'Preset saved',
  removePreset: (name: string) => `Remove ${name}`,
  lastPatterns: 'Last used',
  noPresets: 'None yet',
  rows: 'Rows',
  all: 'All',
  problems: 'Problems',
  unchanged: 'Unchanged',
  leftOut: 'Left out',
  problemsFirst: 'Problems first',
  preview: 'Preview',
  table: 'Old and new names',
  choose: 'Photo is renamed',
  chooseAll: 'All photos',
  chooseOne: (name: string) => `Rename ${name}`,
  picture: 'Picture',
  oldName: 'Old name',
  newName: 'New name',
  status: 'Status',
  edit: (name: string) => `Edit ${name}`,
  editing: (name: string) => `New name of ${name}`,
  byHand: 'Edited by hand',
  fromPattern: 'Back to the pattern',
  ok: 'OK',
  sameAs: (n: number, shown: string) =>
    n === 1 ? `Same name as ${shown} other` : `Same name as ${shown} others`,
  tooLong: (shown: string) => `Too long by ${shown}`,
  noName: 'Nothing to name it by',
  keepsHandName: 'Named by hand',
  nameTaken: 'Name is taken',
  shorten: 'Shorten',
  countOk: (shown: string) => `${shown} OK`,
  countUnchanged: (shown: string) => `${shown} unchanged`,
  countSame: (shown: string) => `${shown} with the same name`,
  countTooLong: (shown: string) => `${shown} too long`,
  countNoName: (shown: string) => `${shown} without a name`,
  countLeftOut: (shown: string) => `${shown} left out`,
  wouldClash: (n: number, shown: string) =>
    n === 1 ? `${shown} photo would get a name that is taken.` : `${shown} photos would get the same name.`,
  wouldBeTooLong: (n: number, shown: string) =>
    n === 1 ? `${shown} name is too long.` : `${shown} names are too long.`,
  wouldBeEmpty: (n: number, shown: string) =>
    n === 1
      ? `For ${shown} photo nothing of this pattern is known.`
      : `For ${shown} photos nothing of this pattern is known.`,
  tellApart: 'Tell them apart',
  addNumber: 'Add a number to them',
  leaveOut: (shown: string) => `Leave out ${shown}`,
  fixProblems: (n: number, shown: string) =>
    n === 1 ? `Fix ${shown} problem, or` : `Fix ${shown} problems, or`,
  nothingToDo: 'No name changes.',
  loading: 'Reading the names…',
  loadFailed: 'The photos could not be loaded. Nothing was done.',
  apply: (n: number, shown: string) => `Rename ${photos(n, shown)}`,
  applying: 'Renaming…',
  changed: 'The library changed',
  changedText: (n: number, shown: string) =>
    n === 0
      ? 'Photos were renamed or deleted meanwhile. Nothing was done.'
      : n === 1
        ? `${shown} photo was renamed or deleted meanwhile. Nothing was done.`
        : `${shown} photos were renamed or deleted meanwhile. Nothing was done.`,
  showNew: 'Show the new preview',
  nothingInFilter: 'No rows here.',
};
