import { ChevronDown } from 'lucide-react';
import { Button } from '../components/ui/button.tsx';
import { classes } from '../components/ui/classes.ts';
import { Menu, MenuSwitch } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell } from '../use-rollcall.ts';

/** What every download takes along; remembered. */
export function XmpSwitch() {
  const { words } = useSpeech();
  const { preferences } = usePage();
  const { xmpFiles } = useCell(preferences);
  return (
    <MenuSwitch
      checked={xmpFiles}
      onCheckedChange={(on) => preferences.change({ xmpFiles: on })}
      hint={words.selection.xmpHint}
    >
      {words.selection.xmpFiles}
    </MenuSwitch>
  );
}

/** Stands close to a Download button, and opens what goes along. */
export function DownloadOptions({
  look = 'ghost',
  className = '',
}: {
  look?: 'ghost' | 'primary';
  className?: string;
}) {
  const { words } = useSpeech();
  return (
    <Menu
      align="end"
      trigger={
        <Button
          look={look}
          square
          aria-label={words.selection.downloadOptions}
          className={classes('w-6 max-sm:w-11', className)}
        >
          <ChevronDown className="icon-sm" aria-hidden />
        </Button>
      }
    >
      <XmpSwitch />
    </Menu>
  );
}
