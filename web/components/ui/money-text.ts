/** What is typed as US dollars: null for nothing, undefined while it is no amount. Cents, with a point or a comma. */
export function readMoney(text: string): number | null | undefined {
  const plain = text.trim().replace(/^\$/u, '').trim().replace(',', '.');
  if (plain === '') return null;
  if (!/^\d{0,6}(?:\.\d{0,4})?$/u.test(plain) || plain === '.') return undefined;
  const usd = Number(plain);
  return usd <= 100_000 ? usd : undefined;
}
