import type { ModelTest } from '../client.ts';
import type { Words } from '../i18n/en.ts';
import type { Format } from '../i18n/format.ts';

const leastShown = 0.0001;

/** What was measured in a test that went well: "1.4 s, $0.0001. About $0.15 for 1,000 photos." '' where nothing was. */
export function testCost(test: ModelTest, words: Words, format: Format): string {
  if (!test.ok || test.ms === undefined) return '';
  const { ms, usd = 0, usdPerPhoto = null } = test;
  const said = words.connect.result;
  const time = format.measured(ms);
  // Nothing is known of what it costs, which is not the same as that it costs nothing.
  if (usdPerPhoto === null) return said.cost(time, words.history.priceUnknown);
  if (usdPerPhoto <= 0) return said.cost(time, words.time.free);
  const price = usd < leastShown ? words.time.lessThan(format.limit(leastShown)) : format.limit(usd);
  return `${said.cost(time, price)} ${said.forThousand(format.exactMoney(usdPerPhoto * 1000))}`;
}
