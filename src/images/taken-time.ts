/** What a camera wrote about when, as text. */
export interface TakenTags {
  /** Local date and time with the offset beside it, best first. */
  readonly candidates: readonly { readonly dateTime: string | null; readonly offset: string | null }[];
  /** `YYYY:MM:DD` and `HH:MM:SS`, in UTC. */
  readonly gpsDate: string | null;
  readonly gpsTime: string | null;
}

export interface TakenTime {
  readonly takenLocal: string | null;
  readonly takenOffsetMinutes: number | null;
}

const dayMs = 86_400_000;
const unknown: TakenTime = { takenLocal: null, takenOffsetMinutes: null };

/**
 * The first believable time. Local time stays text from end to end: a Date would move it into the server's zone. A time
 * known only from the satellites is UTC, and becomes local only where an offset says how.
 */
export function readTakenTime(tags: TakenTags, now: number): TakenTime {
  for (const { dateTime, offset } of tags.candidates) {
    const takenLocal = parseLocalTime(dateTime, now);
    if (takenLocal === null) continue;
    const takenOffsetMinutes = parseOffset(offset) ?? parseOffset(trailingOffset(dateTime));
    return { takenLocal, takenOffsetMinutes };
  }
  const offset = tags.candidates
    .map((candidate) => parseOffset(candidate.offset))
    .find((value) => value !== null);
  const utc = tags.gpsDate && tags.gpsTime ? parseLocalTime(`${tags.gpsDate} ${tags.gpsTime}`, now) : null;
  if (utc === null || offset === undefined || offset === null) return unknown;
  const shifted = new Date(Date.parse(`${utc}Z`) + offset * 60_000).toISOString().slice(0, 19);
  return { takenLocal: shifted, takenOffsetMinutes: offset };
}

/** `YYYY-MM-DDTHH:MM:SS`, or null for what cannot be: no such day, before photography, after tomorrow, a zero clock. */
function parseLocalTime(text: string | null, now: number): string | null {
  const match = /^\s*(\d{4})[:\-/.](\d{2})[:\-/.](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/u.exec(text ?? '');
  if (!match) return null;
  const [year = '', month = '', day = '', hour = '', minute = '', second = '00'] = match.slice(1);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (Number(day) < 1 || Number(day) > daysInMonth(Number(year), Number(month))) return null;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const latest = new Date(now + dayMs).toISOString().slice(0, 19);
  if (local < '1826' || local > latest || local === '1970-01-01T00:00:00') return null;
  return local;
}

function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Some phones write the offset behind the time itself. */
function trailingOffset(text: string | null): string | null {
  return /\d{2}:\d{2}:\d{2}(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})\s*$/u.exec(text ?? '')?.[1] ?? null;
}

/** Minutes east of UTC; the world's clocks reach from -12:00 to +14:00. */
function parseOffset(text: string | null): number | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === 'Z') return 0;
  const match = /^([+-])(\d{2}):?(\d{2})$/u.exec(trimmed);
  if (!match) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  const signed = match[1] === '-' && minutes !== 0 ? -minutes : minutes;
  return Number(match[3]) > 59 || signed < -720 || signed > 840 ? null : signed;
}
