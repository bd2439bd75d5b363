import { errorCode } from './disk.ts';
import type { LeftCode } from './in-place.ts';

interface Failure {
  readonly code: LeftCode;
  readonly text: string;
}

const failures: Readonly<Record<string, Failure>> = {
  EEXIST: { code: 'name_taken', text: 'Another file has that name.' },
  ENOTEMPTY: { code: 'name_taken', text: 'A folder has that name.' },
  EISDIR: { code: 'name_taken', text: 'A folder has that name.' },
  ECHANGED: { code: 'changed_since', text: 'It was changed meanwhile.' },
  ENOENT: { code: 'gone', text: 'It is not there any more.' },
  ENOTDIR: { code: 'gone', text: 'Its folder is not there any more.' },
  ELOOP: { code: 'not_read', text: 'It is a link; links are not followed.' },
  EBUSY: { code: 'open_elsewhere', text: 'It is open in another program.' },
  ETXTBSY: { code: 'open_elsewhere', text: 'It is open in another program.' },
  EACCES: { code: 'not_allowed', text: 'The system does not allow it.' },
  EPERM: { code: 'not_allowed', text: 'The system does not allow it.' },
  EROFS: { code: 'not_allowed', text: 'This disk is read-only.' },
  ENAMETOOLONG: { code: 'illegal_here', text: 'The name is too long for this disk.' },
  EINVAL: { code: 'illegal_here', text: 'This disk does not take that name.' },
  EILSEQ: { code: 'illegal_here', text: 'This disk does not take that name.' },
};

/**
 * What the system said, in our words. An error that is not the system's is a mistake of ours, or the end of the
 * process, and goes on.
 */
export function describeFailure(
  error: unknown,
  during: 'read' | 'rename',
  platform: NodeJS.Platform = process.platform,
): Failure {
  const code = errorCode(error);
  if (code === null || !/^E[A-Z0-9]+$/u.test(code)) throw error;
  // Windows says so of a file that another program has open.
  if (platform === 'win32' && code === 'EPERM' && during === 'rename') return describeBusy;
  return (
    failures[code] ?? {
      code: during === 'read' ? 'not_read' : 'not_allowed',
      text: `The disk answered ${code}.`,
    }
  );
}

const describeBusy: Failure = { code: 'open_elsewhere', text: 'It is open in another program.' };
