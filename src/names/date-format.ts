const codes = /YYYY|YY|MM|DD|HH|mm|ss/gu;
const moment = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}):(\d{2}))?/u;

/** Where a date format goes wrong, or null: it needs one code at least, and no other letters or path characters. */
export function badDateFormat(format: string): number | null {
  const rest = format.replace(codes, (code) => ' '.repeat(code.length));
  const wrong = rest.search(/[a-z/\\:*?"<>|\p{C}]/iu);
  if (wrong >= 0) return wrong;
  return rest === format ? 0 : null;
}

/** A local time (`YYYY-MM-DDTHH:MM:SS`, no zone) in a format; `''` if it is none, or lacks what is asked for. */
export function formatDate(takenLocal: string | null, format: string): string {
  const found = moment.exec(takenLocal ?? '');
  if (found === null) return '';
  const [, year = '', month = '', day = '', hour, minute, second] = found;
  if (hour === undefined && /HH|mm|ss/u.test(format)) return '';
  const values = new Map([
    ['YYYY', year],
    ['YY', year.slice(2)],
    ['MM', month],
    ['DD', day],
    ['HH', hour],
    ['mm', minute],
    ['ss', second],
  ]);
  return format.replace(codes, (code) => values.get(code) ?? '');
}
