import type { Job } from '../../src/http/schemas/job.ts';
import { parsePattern } from '../../src/names/pattern.ts';
import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';
import { renamedCount } from '../job/job-view.ts';

/** "Title · gpt-6-luna · $0.02 · 124 named, 3 failed" */
export function jobText(job: Job, words: Words, format: Format): string {
  const basic = job.provider === 'on-device';
  return [
    ...(job.kind === 'look' ? [] : [patternText(job.options.template.pattern, words)]),
    basic ? `${words.app.onThisComputer}, ${words.app.basicNames}` : job.model,
    job.cost.priceKnown ? format.money(job.cost.usd) : words.history.priceUnknown,
    countsText(job, words, format),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function jobRowTitle(job: Job, words: Words): string {
  if (job.kind === 'look') return words.history.jobTitle.look;
  return job.toReview > 0 && job.options.apply === 'review'
    ? words.history.jobTitle.review
    : words.history.jobTitle.rename;
}

/** "Date, Subject, Iceland" */
export function patternText(pattern: string, words: Words): string {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) return pattern;
  return parsed.parts
    .map((part) => (part.kind === 'token' ? words.rename.parts[part.name] : part.text.trim()))
    .filter((text) => /[\p{L}\p{N}]/u.test(text))
    .join(', ');
}

function countsText(job: Job, words: Words, format: Format): string {
  const named = renamedCount(job);
  const counts: [number, (shown: string) => string][] = [
    [named, job.kind === 'look' ? words.history.seen : words.job.countNamed],
    [job.unchanged, words.bulk.countUnchanged],
    [job.toReview, job.options.apply === 'review' ? words.history.suggested : words.job.countReview],
    [job.failed, words.job.countFailed],
    [job.skipped, words.job.countSkipped],
    [job.canceled, words.job.countCanceled],
  ];
  return counts
    .filter(([n]) => n > 0)
    .map(([n, say]) => say(format.count(n)))
    .join(', ');
}
