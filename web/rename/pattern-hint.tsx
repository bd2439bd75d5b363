import { parsePattern } from '../../src/names/pattern.ts';
import { Button } from '../components/ui/button.tsx';
import { Hint } from '../components/ui/fields.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { mended, patternProblem } from './pattern-problem.ts';

/** What is wrong with a pattern, at which character, and what was probably meant; nothing if it is in order. */
export function PatternHint({ pattern, onMend }: { pattern: string; onMend: (pattern: string) => void }) {
  const { words } = useSpeech();
  const parsed = parsePattern(pattern);
  if (parsed.ok) return null;
  const problem = patternProblem(pattern, parsed);
  const better = mended(pattern, parsed);
  return (
    <Hint failed>
      {parsed.code === 'unknown_token' && problem.token !== ''
        ? words.rename.unknownToken(problem.token)
        : words.rename.patternErrors[parsed.code]}
      {parsed.code === 'empty' || parsed.code === 'too_long' ? null : (
        <>
          {' '}
          <code className="whitespace-pre-wrap break-all">
            {problem.before}
            <mark className="rounded-[2px] bg-failed-soft text-failed underline decoration-2 underline-offset-2">
              {problem.wrong}
            </mark>
            {problem.after}
          </code>
        </>
      )}
      {better === null ? null : (
        <>
          {' '}
          <Button look="ghost" size="small" className="-my-1 h-6 px-1.5" onClick={() => onMend(better)}>
            {words.rename.mendToken(`{${parsed.suggestion}}`)}
          </Button>
        </>
      )}
    </Hint>
  );
}
