import { useSpeech } from '../i18n/use-words.tsx';
import { useNamer } from '../settings/use-namer.ts';
import { usePage } from '../use-page.ts';
import { lookAgainChoices } from './job-choices.ts';
import { useEstimate } from './use-estimate.ts';

/** What looking again at these costs; '' while it is not known yet. */
export function useLookAgainPrice(ids: readonly string[]): string {
  const { words, format, language } = useSpeech();
  const { preferences } = usePage();
  const namer = useNamer();
  const choices = { ...lookAgainChoices(preferences.get(), language), includeHandNamed: true };
  const { data } = useEstimate(ids, choices);
  if (data === undefined) return '';
  if (namer.local) return words.time.free;
  return data.priceKnown ? format.money(data.usd) : words.history.priceUnknown;
}
