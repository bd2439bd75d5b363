import { ChevronDown, Cloud, Monitor, Plug, Server } from 'lucide-react';
import type { JobChoices } from '../client.ts';
import { Button } from '../components/ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useProviders } from '../settings/use-namer.ts';
import { usePage } from '../use-page.ts';
import { useRollcall } from '../use-rollcall.ts';
import { goTo } from '../use-route.ts';
import { otherModels } from './other-models.ts';

/** For photos that one provider declined: a job of its own, with another model and otherwise the same options. */
export function AnotherModel(props: {
  photoIds: readonly string[];
  asked: { provider: string; model: string };
  choices: JobChoices;
}) {
  const { words, format } = useSpeech();
  const { startBatch, toasts } = useRollcall();
  const { view } = usePage();
  const { data = [] } = useProviders();
  const others = otherModels(data, props.asked);
  const start = (provider: string, model: string) =>
    void startBatch(props.photoIds, { ...props.choices, alreadyNamed: 'again', provider, model })
      .then(() => view.jobPanel.set('open'))
      .catch(toasts.problem);
  return (
    <Menu
      trigger={
        <Button size="small">
          {props.photoIds.length === 1
            ? words.failure.anotherModel
            : words.failure.anotherModelFor(format.count(props.photoIds.length))}
          <ChevronDown className="icon-sm" aria-hidden />
        </Button>
      }
    >
      {others.map(({ provider, label, model }) => (
        <MenuItem
          key={`${provider} ${model}`}
          icon={<NamerIcon id={provider} />}
          onSelect={() => start(provider, model)}
        >
          {provider === 'on-device' ? (
            `${words.app.onThisComputer}, ${words.app.basicNames}`
          ) : (
            <>
              <span className="font-medium">{model}</span>
              <span className="text-muted-foreground"> · {label}</span>
            </>
          )}
        </MenuItem>
      ))}
      {others.length > 0 ? <MenuSeparator /> : null}
      <MenuItem
        icon={<Plug aria-hidden />}
        onSelect={() => {
          view.openId.set(null);
          goTo('connect');
        }}
      >
        {words.app.connectModel}
      </MenuItem>
    </Menu>
  );
}

/** What kind of place a namer runs at. */
export function NamerIcon({ id }: { id: string }) {
  if (id === 'on-device') return <Monitor aria-hidden />;
  return ['ollama', 'lm-studio', 'llama-cpp'].includes(id) ? <Server aria-hidden /> : <Cloud aria-hidden />;
}
