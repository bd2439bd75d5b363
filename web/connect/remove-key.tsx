import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Provider } from '../../src/http/schemas/provider.ts';
import { focusAtOnce } from '../components/focus-at-once.ts';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useRollcall } from '../use-rollcall.ts';
import type { Connect } from './use-connect.ts';

/** Asks once, in place. What the server was started with cannot be removed here, and that is said. */
export function RemoveKey({ connect, size = 'normal' }: { connect: Connect; size?: 'small' | 'normal' }) {
  const { words } = useSpeech();
  const { toasts } = useRollcall();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);

  async function remove(): Promise<void> {
    setAsking(false);
    if (!(await connect.forget())) return;
    const left = queries
      .getQueryData<readonly Provider[]>(['providers'])
      ?.find((provider) => provider.current && provider.id !== 'on-device');
    if (left) toasts.show({ tone: 'attention', text: words.connect.stillThere(left.model) });
    else toasts.show({ tone: 'done', text: words.connect.removed });
  }

  if (!asking)
    return (
      <Button look={size === 'small' ? 'ghost' : 'secondary'} size={size} onClick={() => setAsking(true)}>
        {words.connect.remove}
      </Button>
    );
  return (
    <div role="group" aria-label={words.connect.removeQuestion} className="flex items-center gap-1.5">
      <Button look="danger" size={size} className="border-border-strong" onClick={() => void remove()}>
        {words.connect.removeNow}
      </Button>
      <Button ref={focusAtOnce} look="ghost" size={size} onClick={() => setAsking(false)}>
        {words.connect.keep}
      </Button>
    </div>
  );
}
