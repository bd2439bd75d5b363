import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { ModelTest, ModelWish } from '../client.ts';
import { useRollcall } from '../use-rollcall.ts';
import { testOfProblem } from './model-result.ts';

/** One test at a time; `at` says which part of the page asked, so that the answer stands there. */
export type ConnectState =
  | { kind: 'idle' }
  | { kind: 'testing'; at: string; wish: ModelWish }
  | { kind: 'done'; at: string; wish: ModelWish; test: ModelTest };

export type Connect = ReturnType<typeof useConnect>;

export function useConnect() {
  const { client, toasts } = useRollcall();
  const refresh = useRefreshNamers();
  const [state, setState] = useState<ConnectState>({ kind: 'idle' });

  async function connect(at: string, wish: ModelWish): Promise<ModelTest | null> {
    if (state.kind === 'testing') return null;
    setState({ kind: 'testing', at, wish });
    const test = await client.connectModel(wish).catch(testOfProblem);
    await refresh();
    setState({ kind: 'done', at, wish, test });
    return test;
  }

  /** Whether it was forgotten. */
  async function forget(): Promise<boolean> {
    try {
      await client.forgetModel();
      await refresh();
      setState({ kind: 'idle' });
      return true;
    } catch (problem) {
      toasts.problem(problem);
      return false;
    }
  }

  return { state, connect, forget, clear: () => setState({ kind: 'idle' }) };
}

/** Another namer: who names, and what it costs, is asked again wherever it is shown. */
export function useRefreshNamers(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    void queries.invalidateQueries({ queryKey: ['estimate'] });
    await queries.invalidateQueries({ queryKey: ['providers'] });
  }, [queries]);
}
