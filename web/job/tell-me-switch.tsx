import { Bell } from 'lucide-react';
import { Switch } from '../components/ui/controls.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell, useRollcall } from '../use-rollcall.ts';

/** Permission is asked for when the switch is turned on, never before. */
export function TellMeSwitch({ className = '' }: { className?: string }) {
  const { words } = useSpeech();
  const { preferences } = usePage();
  const { toasts } = useRollcall();
  const { tellWhenDone } = useCell(preferences);
  if (!('Notification' in window)) return null;
  async function turn(on: boolean): Promise<void> {
    const allowed = !on || (await Notification.requestPermission()) === 'granted';
    preferences.change({ tellWhenDone: on && allowed });
    if (!allowed) toasts.show({ tone: 'attention', text: words.job.tellDenied });
  }
  return (
    <label className={`flex min-h-5 items-center gap-2 ${className}`}>
      <Bell className="text-muted-foreground" aria-hidden />
      <span className="flex-1">{words.job.tellMe}</span>
      <Switch checked={tellWhenDone} onCheckedChange={(on) => void turn(on)} aria-label={words.job.tellMe} />
    </label>
  );
}
