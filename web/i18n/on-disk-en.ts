import { photos } from './photo-count-en.ts';

const files = (n: number, shown: string): string => (n === 1 ? `${shown} file` : `${shown} files`);
const folders = (n: number, shown: string): string =>
  n === 1 ? `${shown} subfolder` : `${shown} subfolders`;

/** Renaming files where they are, in a folder of this computer. */
export const onDiskEn = {
  wayIn: 'Or rename files where they are',
  menu: 'Rename files where they are…',
  menuFolder: (folder: string) => `Rename files of ${folder} on disk`,
  title: 'Rename the files in this folder',
  startTitle: 'Rename files where they are',
  startLead:
    'Choose a folder of this computer. Photos are read in place, nothing is uploaded and nothing is copied. Names change on disk only when you say so, and can be taken back.',
  notOffered: 'Not offered here',
  notOfferedText: 'Files are renamed where they are only by a Rollcall that runs on your own computer.',
  unknown: 'Rollcall does not know this folder any more',
  unknownText: 'Its files are as they were. Choose it again to go on.',
  lastOpened: 'Last opened',
  photosIn: (n: number, shown: string) => photos(n, shown),
  withSubfolders: (count: string, n: number, shown: string) => `${count}, with ${folders(n, shown)}`,
  otherFolder: 'Other folder',
  actions: 'Actions for this folder',
  readAgain: 'Read again',
  forget: 'Forget this folder…',
  forgetTitle: (folder: string) => `Forget ${folder}?`,
  forgetText:
    'Its photos go to Deleted and are kept there for 30 days. The files on your disk stay as they are, with their names.',
  forgetIt: 'Forget it',
  forgotten: (folder: string) => `${folder} is forgotten`,
  reading: (read: string, found: string) => `Reading ${read} of ${found}`,
  looking: 'Reading the folder',
  loading: 'Loading',
  loadFailed: 'The folder could not be loaded',
  empty: 'No photos in this folder',
  emptyText: 'JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF and camera raw are read, in subfolders too.',
  nothingInFilter: 'No files here.',
  gone: 'This folder is not there now',
  goneText: 'It was moved or renamed, or its disk is not connected. Names given in Rollcall are kept.',
  notAllowed: 'Rollcall may not read this folder',
  notAllowedText: 'Allow it in the settings of this computer, then read it again.',
  unreadable: 'This folder cannot be read now',
  filters: {
    label: 'Filter',
    toRename: 'To rename',
    done: 'Already done',
    problems: 'Problems',
    all: 'All',
  },
  sort: 'Sort',
  sorts: { taken: 'Taken, oldest first', name: 'Name on disk', to: 'New name' },
  table: 'Names on disk and new names',
  tickAll: 'Rename all of these',
  tick: (name: string) => `Rename ${name}`,
  picture: 'Picture',
  nameOnDisk: 'Now on disk',
  newName: 'New name',
  sidecars: 'Sidecars',
  status: 'Status',
  was: 'Was',
  ready: 'Ready',
  leftOutByYou: 'Left out',
  done: 'Done',
  doneOn: (day: string) => `Done, ${day}`,
  unnamed: 'No name yet',
  becomes: 'becomes',
  isNow: 'has its name',
  problem: {
    changed_since: 'Changed since',
    name_taken: 'Name is taken',
    gone: 'Not there now',
    open_elsewhere: 'Open elsewhere',
    not_allowed: 'Not allowed',
    illegal_here: 'Not possible here',
    same_photo: 'Same photo twice',
    not_read: 'Not read',
  },
  region: 'Folder on disk',
  nothingChanged: 'Nothing on disk is changed yet',
  allDone: 'The names are on disk',
  noNames: 'The photos have no names yet',
  lead: 'Photos are read in place, on this computer. Nothing is uploaded and nothing is copied. Only names change.',
  leadNoNames:
    'First each photo gets a name, in Rollcall only. Then you see every old and new name, and apply them to the disk.',
  toRename: 'To rename',
  follow: (shown: string) => `${shown} follow`,
  noSidecars: 'None',
  alreadyDone: 'Already done',
  pattern: 'Pattern',
  seenBy: (model: string) => `seen by ${model}`,
  seenHere: 'seen on this computer',
  byHand: 'Named by hand',
  change: 'Change',
  changeNames: 'Change the names',
  aiRename: (n: number, shown: string) => `AI rename, ${photos(n, shown)}`,
  withoutName: (n: number, shown: string) =>
    n === 1 ? `${shown} photo has no name yet` : `${shown} photos have no name yet`,
  apply: (n: number, shown: string) => `Apply to disk, ${photos(n, shown)}`,
  applyNothing: 'Apply to disk',
  applying: 'Renaming files…',
  cannotApply: {
    nothing: 'No file would be renamed.',
    problem: 'The folder cannot be read now.',
    reading: 'The folder is still being read.',
    undoing: 'Names are going back just now.',
  },
  withSidecars: (n: number, shown: string, kinds: string) =>
    n === 1 ? `With its sidecar (${kinds}).` : `With their ${shown} sidecars (${kinds}).`,
  listKept: 'A list of old and new names is kept in this folder.',
  leftOut: {
    you: (n: number, shown: string) =>
      n === 1 ? `${shown} file is left out by you.` : `${shown} files are left out by you.`,
    changed_since: (n: number, shown: string) =>
      n === 1
        ? `${shown} file is left out, it was changed since it was read.`
        : `${shown} files are left out, they were changed since they were read.`,
    name_taken: (n: number, shown: string) =>
      n === 1
        ? `${shown} file is left out, its new name is taken.`
        : `${shown} files are left out, their new names are taken.`,
    gone: (n: number, shown: string) =>
      n === 1
        ? `${shown} file is left out, it is not there now.`
        : `${shown} files are left out, they are not there now.`,
    open_elsewhere: (n: number, shown: string) =>
      n === 1
        ? `${shown} file is left out, it is open in another program.`
        : `${shown} files are left out, they are open in other programs.`,
    not_allowed: (n: number, shown: string) =>
      n === 1
        ? `${shown} file is left out, Rollcall may not rename it.`
        : `${shown} files are left out, Rollcall may not rename them.`,
    illegal_here: (n: number, shown: string) =>
      n === 1
        ? `${shown} file is left out, this disk does not allow its new name.`
        : `${shown} files are left out, this disk does not allow their new names.`,
    same_photo: (n: number, shown: string) =>
      n === 1
        ? `${shown} file is left out, it is the same photo as another.`
        : `${shown} files are left out, they are the same photos as others.`,
    not_read: (n: number, shown: string) =>
      n === 1
        ? `${shown} file is left out, it could not be read.`
        : `${shown} files are left out, they could not be read.`,
  },
  notRead: (n: number, shown: string) =>
    n === 1 ? `${shown} file could not be read` : `${shown} files could not be read`,
  changed: 'The folder changed',
  changedText: 'Names or files were changed meanwhile. Nothing was done. This is the new list.',
  renamed: (n: number, shown: string) => `Renamed ${files(n, shown)}`,
  nothingRenamed: 'No file was renamed',
  runs: 'What was already done',
  andSidecars: (n: number, shown: string) => (n === 1 ? `and ${shown} sidecar` : `and ${shown} sidecars`),
  canGoBack: (shown: string) => `${shown} can go back`,
  noneGoesBack: 'none can go back',
  stays: {
    changed_since: (n: number, shown: string) =>
      n === 1 ? `${shown} was changed since` : `${shown} were changed since`,
    name_taken: (n: number, shown: string) =>
      n === 1 ? `${shown} old name is taken` : `${shown} old names are taken`,
    gone: (n: number, shown: string) =>
      n === 1 ? `${shown} is not there now` : `${shown} are not there now`,
    open_elsewhere: (n: number, shown: string) =>
      n === 1 ? `${shown} is open elsewhere` : `${shown} are open elsewhere`,
    not_allowed: (n: number, shown: string) =>
      n === 1 ? `${shown} may not be renamed` : `${shown} may not be renamed`,
    other: (n: number, shown: string) => (n === 1 ? `${shown} has to stay` : `${shown} have to stay`),
  },
  undo: 'Undo on disk',
  undoing: 'Going back…',
  undoQuestion: (n: number, shown: string) =>
    n === 1 ? `Give ${shown} file its old name back?` : `Give ${shown} files their old names back?`,
  undone: 'Undone',
  wentBack: (n: number, shown: string) => (n === 1 ? `${shown} name went back` : `${shown} names went back`),
  gotBack: (n: number, shown: string) =>
    n === 1 ? `${shown} file has its old name back` : `${shown} files have their old names back`,
  nothingBack: 'No name could go back',
  more: (shown: string) => `and ${shown} more`,
  showPanel: 'What will be done',
  choose: {
    title: 'Choose a folder',
    lead: 'Photos are read where they are. Nothing is uploaded and nothing on disk is changed.',
    path: 'Path',
    goTo: 'Go',
    up: 'Folder above',
    places: 'Places',
    folders: 'Folders',
    noFolders: 'No folders in it.',
    photosHere: (n: number, shown: string) => (n === 0 ? 'No photos here' : `${photos(n, shown)} here`),
    alsoSubfolders: 'Subfolders are read too.',
    use: (folder: string) => `Open ${folder}`,
    usePlain: 'Open this folder',
    using: 'Opening…',
    problems: {
      not_a_folder: 'There is no such folder.',
      not_allowed: 'Rollcall may not read this folder.',
      gone: 'There is no such folder now.',
    },
  },
};
