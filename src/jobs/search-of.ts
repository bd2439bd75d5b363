import { searchWords } from '../photos/search-words.ts';
import type { ClaimedItem } from './claim.ts';

/** Search words of a photo once it was looked at: where it is and what was seen. */
export function searchOf(
  item: ClaimedItem,
  analysis: { title: string; subject: string; text: string; keywords: readonly string[] },
) {
  return searchWords({
    city: item.city,
    countryCode: item.countryCode,
    words: [analysis.title, analysis.subject, ...analysis.keywords, analysis.text],
  });
}
