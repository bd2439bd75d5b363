import { useState } from 'react';
import type { JobOptions } from '../../src/http/schemas/job.ts';
import { parsePattern } from '../../src/names/pattern.ts';
import type { JobChoices } from '../client.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { problemText } from '../problem-text.ts';
import type { Namer } from '../settings/use-namer.ts';
import { usePage } from '../use-page.ts';
import type { ApplyWhen } from './apply-choice.tsx';
import { useRollcall } from '../use-rollcall.ts';

type Template = JobOptions['template'];

export type RenameForm = ReturnType<typeof useRenameForm>;

/** What the dialog decides, and starting the job with it. The template and the language are remembered. */
export function useRenameForm(ids: readonly string[], namer: Namer, onStarted: () => void) {
  const { words, language: pageLanguage } = useSpeech();
  const { startBatch, selection } = useRollcall();
  const { view, preferences } = usePage();
  const [template, setTemplate] = useState<Template>(() => ({ ...preferences.get().template }));
  const [language, setLanguage] = useState<string>(() => preferences.get().nameLanguage ?? pageLanguage);
  const [context, setContext] = useState('');
  const [lookAgain, setLookAgain] = useState(() => view.lookingAgain.get());
  const [alreadyNamed, setAlreadyNamed] = useState<'skip' | 'again'>(() =>
    lookAgain || view.namingAgain.get() ? 'again' : 'skip',
  );
  const [includeHandNamed, setIncludeHandNamed] = useState(false);
  const [apply, setApply] = useState<ApplyWhen>('automatic');
  const [progress, setProgress] = useState({ busy: false, problem: '' });

  const valid = parsePattern(template.pattern).ok;
  const choices: JobChoices = {
    language,
    template,
    apply,
    alreadyNamed,
    includeHandNamed,
    ...(lookAgain ? { lookAgain } : {}),
    ...(context.trim() && !namer.basic ? { context: context.trim() } : {}),
  };

  async function start(more: JobChoices): Promise<void> {
    if (!valid || progress.busy) return;
    setProgress({ busy: true, problem: '' });
    try {
      preferences.change({ template, nameLanguage: language === pageLanguage ? null : language });
      await startBatch(ids, { ...choices, ...more });
      view.jobPanel.set('open');
      selection.clear();
      onStarted();
    } catch (problem) {
      setProgress({ busy: false, problem: problemText(problem, words) });
    }
  }

  return {
    ...progress,
    template,
    change: (part: Partial<Template>) => setTemplate((before) => ({ ...before, ...part })),
    language,
    setLanguage,
    context,
    setContext,
    applyWhen: apply,
    setApplyWhen: setApply,
    alreadyNamed,
    setAlreadyNamed,
    includeHandNamed,
    setIncludeHandNamed,
    lookAgain,
    setLookAgain,
    valid,
    choices,
    start: (more: JobChoices = {}) => void start(more),
  };
}
