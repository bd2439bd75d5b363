const maxNameBytes = 255;
const maxPathLength = 4096;
/** What Windows keeps for devices and paths; `:` would write into a stream of another file. */
const illegalOnWindows =
  /[<>:"/\\|?*\p{Cc}]|[. ]$|^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])\s*(?:\.|$)/iu;

/**
 * Whether a base name may be looked up in a folder: nothing that leads out of it, and nothing hidden, since no hidden
 * file is ever renamed.
 */
export function isSafeName(name: string, platform: NodeJS.Platform = process.platform): boolean {
  if (name === '' || name.startsWith('.') || /[/\0]/u.test(name)) return false;
  if (Buffer.byteLength(name) > maxNameBytes) return false;
  return platform !== 'win32' || !illegalOnWindows.test(name);
}

/** Whether a file may be given this name. A backslash is a letter on some systems and leads elsewhere on others. */
export function isNewName(name: string, platform: NodeJS.Platform = process.platform): boolean {
  return isSafeName(name, platform) && !/[\\\p{Cc}]/u.test(name);
}

/** Whether a relative path, with `/` between folders, stays in its folder; links are another matter. */
export function isSafePath(path: string, platform: NodeJS.Platform = process.platform): boolean {
  return path.length <= maxPathLength && path.split('/').every((part) => isSafeName(part, platform));
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The path of another name in the same folder. */
export const besideIt = (path: string, name: string): string =>
  path.slice(0, path.lastIndexOf('/') + 1) + name;
