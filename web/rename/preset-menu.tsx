import { Bookmark, ChevronDown, History, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { escapeKeys } from '../components/escape-keys.ts';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell, useRollcall } from '../use-rollcall.ts';
import type { Template } from '../../src/http/schemas/job.ts';
import { withoutPreset, withPreset } from './presets.ts';

const panel = 'pop-in z-30 w-72 max-w-[calc(100vw-32px)] rounded-md bg-popover p-[5px] shadow-float';
const rowStyle =
  'flex h-[30px] min-w-0 flex-1 items-center gap-2 rounded-sm px-2 text-left hover:bg-accent max-sm:h-11 [&>.lucide]:text-muted-foreground';

/** Templates with a name, then the patterns of before. */
export function PresetMenu({ onPick }: { onPick: (template: Template) => void }) {
  const { words } = useSpeech();
  const { preferences } = usePage();
  const { presets, lastTemplates } = useCell(preferences);
  const [open, setOpen] = useState(false);
  const pick = (template: Template) => {
    setOpen(false);
    onPick(template);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={words.bulk.presets}
          className="touch ml-auto grid size-6 flex-none place-items-center rounded-chip text-muted-foreground hover:bg-accent max-sm:size-9"
        >
          <ChevronDown className="icon-sm" aria-hidden />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          {...escapeKeys(() => setOpen(false))}
          align="end"
          sideOffset={8}
          collisionPadding={8}
          aria-label={words.bulk.presets}
          className={panel}
        >
          {presets.length + lastTemplates.length === 0 ? (
            <p className="px-2 py-1.5 text-muted-foreground">{words.bulk.noPresets}</p>
          ) : null}
          <ul>
            {presets.map(({ name, template }) => (
              <li key={name} className="flex items-center">
                <button type="button" className={rowStyle} onClick={() => pick(template)}>
                  <Bookmark className="icon-sm" aria-hidden />
                  <span className="truncate">{name}</span>
                </button>
                <Button
                  look="ghost"
                  size="small"
                  square
                  aria-label={words.bulk.removePreset(name)}
                  onClick={() => preferences.change(withoutPreset(preferences.get(), name))}
                >
                  <X className="icon-sm" aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
          {lastTemplates.length > 0 ? (
            <>
              <h3 className="px-2 pt-2 pb-1 text-xs font-medium text-muted-foreground">
                {words.bulk.lastPatterns}
              </h3>
              <ul>
                {lastTemplates.map((template) => (
                  <li key={template.pattern} className="flex">
                    <button type="button" className={rowStyle} onClick={() => pick(template)}>
                      <History className="icon-sm" aria-hidden />
                      <span className="truncate">{template.pattern}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Asks for a name in place, next to the field it belongs to. */
export function SavePreset({ template }: { template: Template }) {
  const { words } = useSpeech();
  const { preferences } = usePage();
  const { toasts } = useRollcall();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');

  function save(): void {
    if (name.trim() === '') return;
    preferences.change(withPreset(preferences.get(), { name: name.trim(), template }));
    toasts.show({ tone: 'done', text: words.bulk.savedPreset });
    setName('');
    setOpen(false);
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button look="ghost" size="small" className="touch -mr-1.5 h-5 px-1.5 max-sm:h-9">
          <Bookmark className="icon-sm" aria-hidden />
          {words.bulk.savePreset}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          {...escapeKeys(() => setOpen(false))}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={words.bulk.savePreset}
          className={panel}
        >
          <form
            className="flex gap-1.5 p-1"
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <input
              value={name}
              maxLength={60}
              autoComplete="off"
              aria-label={words.bulk.presetName}
              placeholder={words.bulk.presetName}
              className="h-8 min-w-0 flex-1 rounded-md border border-input bg-popover px-2.5 max-sm:h-11 max-sm:text-base"
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" aria-disabled={name.trim() === ''}>
              {words.detail.save}
            </Button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
