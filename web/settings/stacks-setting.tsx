import { Switch } from '../components/ui/controls.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useRollcall } from '../use-rollcall.ts';
import { useSaveSettings, useSettings } from './use-usage.ts';

/** Off, each photo stands alone and is asked about on its own. */
export function StacksSetting() {
  const { words } = useSpeech();
  const { list } = useRollcall();
  const settings = useSettings().data;
  const save = useSaveSettings();
  if (settings === undefined) return null;
  return (
    <label htmlFor="stacks" className="mt-3 flex items-center gap-2.5 max-sm:min-h-11">
      <Switch
        id="stacks"
        checked={settings.stacks}
        onCheckedChange={(stacks) => {
          // What belongs together is told with each photo.
          void save({ stacks }).then(() => list.reload({ keepOrder: false }).catch(() => undefined));
        }}
      />
      <span>
        <span className="block">{words.settings.stacks}</span>
        <span className="block text-xs text-muted-foreground">{words.settings.stacksText}</span>
      </span>
    </label>
  );
}
