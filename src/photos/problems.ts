import type { PhotoProblem } from './photo.ts';

/** Whether asking again can change the outcome, and the sentence for people; codes are stable on the wire. */
const problems: Readonly<Record<string, readonly [text: string, canRetry: boolean]>> = {
  // preparing
  file_damaged: ['The file is damaged', false],
  format_not_read: ['This format could not be read', false],
  too_large: ['The photo is too large to look at', false],
  took_too_long: ['Reading this photo took too long', true],
  original_moved: ['The file is no longer where it was. Open its folder again', false],
  no_preview_in_raw: ['This RAW file has no preview large enough to look at', false],
  // asking
  declined: ['The provider declined this photo', false],
  filtered: ['The provider filtered its answer for this photo', false],
  photo_rejected: ['The provider could not read this photo', false],
  no_answer: ['No answer after 6 tries', true],
  answer_cut_off: ['The answer was cut off', true],
  answer_unusable: ['The answer could not be used', true],
  crashed: ['Looking at this photo ended the worker 5 times', true],
  unstorable: ['The answer could not be stored', true],
  name_not_free: ['No free name was found in its folder', true],
  // left as it is
  unchanged: ['It has this name already', false],
  same_name: ['Another photo has this name', false],
  already_named: ['Already named', false],
  named_by_hand: ['You named this photo yourself', false],
  nothing_known: ['Nothing is known to name it by. A model may help', false],
  renamed_since: ['It was renamed meanwhile, so its new name stays', false],
  in_another_job: ['It is in another job', false],
  photo_deleted: ['It was deleted meanwhile', false],
  canceled: ['The job was canceled before its turn', true],
  budget_reached: ['The spending limit was reached before its turn', true],
  // needs a look
  low_confidence: ['Not sure what it shows', false],
  address: ['An address was read in the photo', false],
  phone: ['A phone number was read in the photo', false],
  link: ['A web address was read in the photo', false],
  instruction: ['Writing in the photo reads like an instruction', false],
  foreign_script: ['The name is in another script', false],
};

/** A code without an entry is a mistake of ours; it is shown as it is rather than hidden. */
export function describeProblem(code: string, detail?: string | null): PhotoProblem {
  const [text, canRetry] = problems[code] ?? [detail ?? code, false];
  return { code, text, canRetry };
}
