import { useEffect, useRef, useState } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { ApiProblem } from '../problem.ts';
import { problemText } from '../problem-text.ts';
import { useRollcall } from '../use-rollcall.ts';
import type { DiskBrowse } from './disk-requests.ts';

export type Browse = ReturnType<typeof useBrowse>;

/** Going through the folders of this computer; one that cannot be shown leaves the last one on screen. */
export function useBrowse(from: string | undefined) {
  const { client } = useRollcall();
  const { words } = useSpeech();
  const [at, setAt] = useState<DiskBrowse | null>(null);
  const [busy, setBusy] = useState(true);
  const [problem, setProblem] = useState('');
  const asked = useRef(new AbortController());

  function say(failure: unknown): void {
    const said: Record<string, string> = words.onDisk.choose.problems;
    const known = failure instanceof ApiProblem ? said[failure.code] : undefined;
    setProblem(known ?? problemText(failure, words));
  }

  async function go(path?: string): Promise<'there' | 'failed' | 'superseded'> {
    asked.current.abort();
    const own = new AbortController();
    asked.current = own;
    setBusy(true);
    try {
      const next = await client.disk.browse(path, own.signal);
      if (own.signal.aborted) return 'superseded';
      setAt(next);
      setProblem('');
      setBusy(false);
      return 'there';
    } catch (failure) {
      if (own.signal.aborted) return 'superseded';
      setBusy(false);
      say(failure);
      return 'failed';
    }
  }

  useEffect(() => {
    // Where the page is now, else at home; once.
    void go(from).then((came) => (came === 'failed' && from !== undefined ? go() : undefined));
    return () => asked.current.abort();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  return { at, busy, problem, go, say };
}
