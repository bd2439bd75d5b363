import { useState } from 'react';
import type { Provider } from '../client.ts';
import { isKept, resultView, testOfProblem } from '../connect/model-result.ts';
import { useRefreshNamers } from '../connect/use-connect.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { useRollcall } from '../use-rollcall.ts';

/** From the menu: another namer that is set up already. It is tested like any other, and the result is a message. */
export function useSwitchNamer() {
  const { client, toasts } = useRollcall();
  const { words } = useSpeech();
  const refresh = useRefreshNamers();
  const [switching, setSwitching] = useState(false);

  async function run(provider: Provider): Promise<void> {
    setSwitching(true);
    const basic = provider.id === 'on-device';
    const { id, model, baseUrl } = provider;
    const wish = {
      provider: id,
      ...(basic ? {} : { model }),
      ...(id === 'openai-compatible' && baseUrl !== null ? { baseUrl } : {}),
    };
    const test = await client.connectModel(wish).catch(testOfProblem);
    await refresh();
    setSwitching(false);
    const { title, text } = resultView({ test, wish, label: provider.label }, words);
    const name = basic ? words.app.basicNames : provider.model;
    if (test.ok) toasts.show({ tone: 'done', text: words.connect.nowInUse(name) });
    else
      toasts.show({
        tone: 'attention',
        text: title,
        detail: isKept(test) ? words.connect.nowInUse(name) : text,
      });
  }

  return { switching, switchTo: (provider: Provider) => (switching ? undefined : void run(provider)) };
}
