/** What a spreadsheet takes for the start of a formula, full-width forms included. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** One CSV cell (RFC 4180): quoted where needed, and never run as a formula. */
export function csvCell(value: string): string {
  const text = formula.test(value) ? `'${value}` : value;
  // Semicolon and tab too: where they separate cells, an unquoted one could start a formula.
  return /[",;\t\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
