import type { Words } from '../i18n/en.ts';

type Details = Words['connect']['details'];

/** Sentences of Rollcall itself about a test; what a provider said stays in its own words. */
const ours: readonly [sentence: RegExp, say: (details: Details, part: string) => string][] = [
  [/^(\S+) did not answer in time$/u, (details, host) => details.tooLate(host)],
  [/^(\S+) answered with something else than JSON$/u, (details, host) => details.noJson(host)],
  [/^(\S+) redirects to (?:.+): check the base URL$/u, (details, host) => details.redirects(host)],
  [/^The answer of (\S+) broke off$/u, (details, host) => details.brokeOff(host)],
  [/^The connection to (\S+) broke off$/u, (details, host) => details.brokeOff(host)],
  [/^The certificate of (\S+) is not trusted$/u, (details, host) => details.certificate(host)],
  [/^No answer from (\S+)$/u, (details, host) => details.noAnswer(host)],
  [/^(.+) has no model that can see\.$/u, (details, provider) => details.noneSees(provider)],
  [/^(The base URL is missing or not an address\.)$/u, (details) => details.badAddress],
];

/** Of a test's outcome what is to be quoted: in the page's language, where it is our own sentence. */
export function testDetail(detail: string, words: Words): { text: string; quoted: boolean } {
  for (const [sentence, say] of ours) {
    const part = sentence.exec(detail)?.[1];
    if (part !== undefined) return { text: say(words.connect.details, part), quoted: false };
  }
  return { text: detail, quoted: true };
}
