import { Status } from '../components/status-icon.tsx';
import { useSpeech } from '../i18n/use-words.tsx';

/** The first reason why a name should be looked at. */
export function FlagWord({ flags }: { flags: readonly string[] }) {
  const { words } = useSpeech();
  const reasons: Record<string, string> = words.reason;
  const word = flags.map((flag) => reasons[flag]).find((text) => text !== undefined) ?? words.reason.look;
  return <Status tone="attention" icon="attention" word={word} />;
}
