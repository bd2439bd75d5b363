/** Numbers, money and times as the page says them, in one language. */
export type Format = ReturnType<typeof createFormat>;

interface TimeWords {
  underSecond: string;
  seconds: (n: string) => string;
  minutes: (n: string) => string;
  minutesSeconds: (minutes: string, seconds: string) => string;
  hoursMinutes: (hours: string, minutes: string) => string;
  about: (time: string) => string;
  now: string;
  ago: (time: string) => string;
  free: string;
  lessThan: (money: string) => string;
}

export function createFormat(locale: string, words: TimeWords) {
  const numbers = new Intl.NumberFormat(locale, { useGrouping: true });
  const oneDigit = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, useGrouping: false });
  const cents = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const fractions = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  // The parts of a capture time are its own: it is local time without a zone, so it is shown as UTC.
  const day = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const monthName = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  const today = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });

  const count = (n: number) => numbers.format(n);
  const seconds = (n: number) => words.seconds(count(n));
  const money = (usd: number) => `$${cents.format(usd)}`;

  /** Exact: "less than 1 s", "53 s", "1 min 22 s", "2 h 5 min". */
  function duration(total: number): string {
    const whole = Math.max(0, Math.round(total));
    if (whole < 1) return words.underSecond;
    if (whole < 60) return seconds(whole);
    if (whole < 3600) return words.minutesSeconds(count(Math.floor(whole / 60)), count(whole % 60));
    return words.hoursMinutes(count(Math.floor(whole / 3600)), count(Math.round((whole % 3600) / 60)));
  }

  /** Rounded, so that it does not flicker: 5 s steps under a minute, 10 s under two, then minutes. */
  function rounded(total: number): string {
    if (total < 57.5) return seconds(Math.max(5, Math.round(total / 5) * 5));
    if (total < 115) return seconds(Math.round(total / 10) * 10);
    if (total < 3570) return words.minutes(count(Math.round(total / 60)));
    return words.hoursMinutes(count(Math.floor(total / 3600)), count(Math.round((total % 3600) / 60)));
  }

  return {
    count,
    /** "a, b and c" */
    list: (parts: readonly string[]) => lists.format(parts),
    /** "4.12": as it is, without needless zeros. */
    plain: (n: number) => plain.format(n),
    percent: (share: number) => `${count(Math.floor(share * 100))}%`,
    money: (usd: number) => (usd <= 0 ? words.free : usd < 0.005 ? words.lessThan(money(0.01)) : money(usd)),
    exactMoney: money,
    /** A limit as it was set: "$5.00", "$0.0025". */
    limit: (usd: number) => (hasWholeCents(usd) ? money(usd) : `$${fractions.format(usd)}`),
    /** As it stands in a field: "5.00"; fractions of a cent are shown as they are. */
    amount: (usd: number) => (hasWholeCents(usd) ? usd.toFixed(2) : String(usd)),
    duration,
    rounded,
    about: (total: number) => words.about(rounded(total)),
    /** "1.4 s", of something that was measured. */
    measured: (ms: number) =>
      words.seconds(ms < 9950 ? oneDigit.format(ms / 1000) : count(Math.round(ms / 1000))),
    seconds: (n: number) => seconds(Math.max(0, Math.ceil(n))),
    bytes: (bytes: number) =>
      bytes < 1_000_000
        ? `${count(Math.max(Math.min(1, bytes), Math.round(bytes / 1000)))} KB`
        : bytes < 1e9
          ? `${oneDigit.format(bytes / 1e6)} MB`
          : `${oneDigit.format(bytes / 1e9)} GB`,
    speed: (bytesPerSecond: number) => `${oneDigit.format(bytesPerSecond / 1e6)} MB/s`,
    ago: (sinceSeconds: number) =>
      sinceSeconds < 1 ? words.now : words.ago(duration(Math.floor(sinceSeconds))),
    /** "3 Sep 2012" of a capture time; '' if it cannot be read. */
    takenDay: (takenAt: string) => inUtc(takenAt, (date) => inOrder(day.formatToParts(date))),
    takenTime: (takenAt: string) => /T(\d\d:\d\d)/u.exec(takenAt)?.[1] ?? '',
    clock: (date: Date) => clock.format(date),
    /** "November" of 2026-11. */
    month: (month: string) => monthName.format(new Date(`${month}-01T00:00:00Z`)),
    day: (date: Date) => inOrder(today.formatToParts(date)),
    /** "14 Nov" */
    shortDay: (date: Date) => inOrder(shortDay.formatToParts(date)),
  };
}

const hasWholeCents = (usd: number): boolean => Number.isInteger(Math.round(usd * 1e6) / 1e4);

/** Day before month in every language of the page, with the month's usual short form. */
function inOrder(parts: Intl.DateTimeFormatPart[]): string {
  return (['day', 'month', 'year'] as const)
    .map((type) => parts.find((part) => part.type === type)?.value ?? '')
    .filter(Boolean)
    .join(' ');
}

function inUtc(takenAt: string, print: (date: Date) => string): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)/u.exec(takenAt);
  if (!parts) return '';
  const date = new Date(`${parts[1]}-${parts[2]}-${parts[3]}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? '' : print(date);
}
