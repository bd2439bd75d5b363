import type { Photo } from '../../src/http/schemas/photo.ts';
import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';
import { splitName } from '../name-parts.ts';

export type Tone = 'waiting' | 'working' | 'done' | 'attention' | 'failed';
export type StatusIcon =
  | 'preparing'
  | 'waiting'
  | 'looking'
  | 'named'
  | 'suggested'
  | 'attention'
  | 'failed'
  | 'skipped'
  | 'canceled'
  | 'limit';

/** What a card says: the name line, then one line below it. */
export interface CardView {
  name: { stem: string; extension: string };
  /** A proposal not yet applied, under the name. */
  proposal: string | null;
  status: { tone: Tone; icon: StatusIcon; word: string } | null;
  byHand: boolean;
  /** Struck text means one thing: this was its name. */
  struck: string | null;
  /** Date and place, or why; plain text. */
  detail: string;
}

/**
 * Of the photo's last job: running, paused at a spending limit, ended but still on screen, or long over. An outcome is
 * news for a while.
 */
export type News = 'running' | 'at_limit' | 'ended' | 'old';

export function cardView(photo: Photo, words: Words, format: Format, news: News): CardView {
  const view: CardView = {
    name: splitName(photo.name),
    proposal: null,
    status: null,
    byHand: false,
    struck: null,
    detail: '',
  };
  const { card } = words;
  switch (photo.state) {
    case 'preparing':
      return { ...view, status: { tone: 'waiting', icon: 'preparing', word: card.preparing } };
    case 'waiting':
      if (news === 'at_limit')
        return { ...view, status: { tone: 'waiting', icon: 'limit', word: card.limitReached } };
      return { ...view, status: { tone: 'waiting', icon: 'waiting', word: card.waiting } };
    case 'analysing':
      return { ...view, status: { tone: 'working', icon: 'looking', word: card.looking } };
    case 'failed':
      return { ...view, status: { tone: 'failed', icon: 'failed', word: failedWord(photo, words, format) } };
    case 'suggested':
      return {
        ...view,
        name: splitName(photo.suggestedName ?? photo.name),
        status: { tone: 'working', icon: 'suggested', word: card.suggested },
        detail: card.now(photo.name),
      };
    case 'needs_look':
      return {
        ...view,
        proposal: photo.suggestedName,
        status: { tone: 'attention', icon: 'attention', word: lookWord(photo, words) },
      };
    case 'named':
    case 'ready':
    default:
      return { ...view, ...restingView(photo, words, format, news) };
  }
}

const isOn = (news: News): boolean => news === 'running' || news === 'at_limit';

function restingView(photo: Photo, words: Words, format: Format, news: News): Partial<CardView> {
  const outcome = news === 'old' ? null : leftAlone(photo, words, format, news);
  if (outcome) return outcome;
  if (photo.state !== 'named' || photo.previousName === null) return { detail: dateAndPlace(photo, format) };
  if (photo.nameSource === 'hand') return { byHand: true, struck: photo.previousName };
  return {
    struck: photo.previousName,
    status: isOn(news) ? { tone: 'done', icon: 'named', word: words.card.named } : null,
  };
}

/** A job went past this photo without a new name: say so while it is news. */
function leftAlone(photo: Photo, words: Words, format: Format, news: News): Partial<CardView> | null {
  const code = photo.problem?.code;
  if (code === undefined) return null;
  if (code === 'canceled')
    return { status: { tone: 'waiting', icon: 'canceled', word: words.card.notLookedAt } };
  // It keeps the name it has, but the job did not get to give it another.
  if (Object.hasOwn(failureKinds, code))
    return { status: { tone: 'failed', icon: 'failed', word: failedWord(photo, words, format) } };
  const reason = isOn(news) || code === 'nothing_known' ? skippedReason(code, words) : null;
  return reason
    ? { status: { tone: 'waiting', icon: 'skipped', word: words.card.skipped }, detail: reason }
    : null;
}

function skippedReason(code: string, words: Words): string | null {
  switch (code) {
    case 'already_named':
    case 'named_by_hand':
    case 'nothing_known':
    case 'renamed_since':
    case 'in_another_job':
      return words.reason[code];
    default:
      return null;
  }
}

function dateAndPlace(photo: Photo, format: Format): string {
  const day = photo.takenAt === null ? '' : format.takenDay(photo.takenAt);
  return [day, photo.place?.city ?? ''].filter(Boolean).join(' · ');
}

/** Failures by what a person can do about them; the server's codes are finer. */
export type FailureKind =
  | 'declined'
  | 'noAnswer'
  | 'cutOff'
  | 'damaged'
  | 'notRead'
  | 'format'
  | 'tooLarge'
  | 'notStored'
  | 'failed';

const failureKinds: Record<string, FailureKind> = {
  declined: 'declined',
  filtered: 'declined',
  no_answer: 'noAnswer',
  took_too_long: 'noAnswer',
  crashed: 'noAnswer',
  answer_cut_off: 'cutOff',
  answer_unusable: 'cutOff',
  file_damaged: 'damaged',
  photo_rejected: 'notRead',
  format_not_read: 'format',
  no_preview_in_raw: 'format',
  too_large: 'tooLarge',
  unstorable: 'notStored',
  name_not_free: 'failed',
};

/** Another model may do what this one would not or could not. */
export function mayAskAnotherModel(kind: FailureKind): boolean {
  return kind === 'declined' || kind === 'notRead';
}

export function failureKind(code: string | null | undefined): FailureKind {
  return (code && failureKinds[code]) || 'failed';
}

function failedWord({ problem }: Photo, words: Words, format: Format): string {
  const kind = failureKind(problem?.code);
  const tries = problem?.tries ?? 1;
  return kind === 'noAnswer' && tries > 1
    ? words.failure.noAnswerTries(format.count(tries))
    : words.reason[kind];
}

function lookWord(photo: Photo, words: Words): string {
  for (const flag of photo.flags) {
    switch (flag) {
      case 'low_confidence':
      case 'address':
      case 'phone':
      case 'link':
      case 'instruction':
      case 'foreign_script':
      case 'person_name':
      case 'future_date':
        return words.reason[flag];
    }
  }
  return words.reason.look;
}

/** The card's name for those who do not see it: new name, then state, then old name. */
export function cardLabel(view: CardView, words: Words): string {
  return [
    view.name.stem + view.name.extension,
    view.byHand ? words.card.namedByHand : view.status?.word,
    view.proposal === null ? '' : words.card.proposal(view.proposal),
    view.detail,
    view.struck === null ? '' : words.card.was(view.struck),
  ]
    .filter(Boolean)
    .join(', ');
}
