import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { useCell, useNow, useRollcall } from '../use-rollcall.ts';
import { Message } from './message.tsx';
import { Button } from './ui/button.tsx';

const patienceMs = 1500;

/** A line that comes back at once is nobody's business; a lost one is said, with when it is tried again. */
export function ConnectionBanner() {
  const { connection, tryNow } = useRollcall();
  const { words, format } = useSpeech();
  const { connected, retryAt } = useCell(connection);
  const [late, setLate] = useState(false);
  const now = useNow(!connected);
  useEffect(() => {
    if (connected) return undefined;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [connected]);
  if (connected || !late) return null;
  const seconds = retryAt === null ? 0 : (retryAt - now) / 1000;
  return (
    <div className="flex-none border-b border-border bg-card px-5 py-2 max-sm:px-3">
      <Message
        role="alert"
        tone="attention"
        icon={<CloudOff aria-hidden />}
        title={words.app.connectionLost}
        text={
          <span aria-hidden className="num">
            {seconds > 0 ? words.app.connectionLostText(format.seconds(seconds)) : words.app.connecting}
          </span>
        }
        action={
          <Button size="small" onClick={tryNow}>
            {words.app.tryNow}
          </Button>
        }
      />
    </div>
  );
}
