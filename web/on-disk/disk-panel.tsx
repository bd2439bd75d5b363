import { useSpeech } from '../i18n/use-words.tsx';
import { useCell } from '../use-rollcall.ts';
import { ApplyButton } from './apply-button.tsx';
import { DiskJob } from './disk-job.tsx';
import { DiskNames } from './disk-names.tsx';
import { DiskRuns } from './disk-runs.tsx';
import { leftOutText } from './left-out-text.ts';
import { LeftList } from './left-list.tsx';
import type { DiskScreen } from './disk-screen.ts';
import type { DiskState } from './disk-state.ts';
import { needsNames } from './names-wanted.ts';
import { useStacked } from './use-stacked.ts';

/** What would be done to the disk, the button that does it, and what was done before. */
export function DiskPanel({ screen }: { screen: DiskScreen }) {
  const { words, format } = useSpeech();
  const stacked = useStacked();
  const state = useCell(screen);
  const { counts, folder, runs } = state;
  const numbers: [string, string][] = [
    [words.onDisk.toRename, format.count(counts.ticked)],
    [
      words.onDisk.sidecars,
      counts.sidecars === 0 ? words.onDisk.noSidecars : words.onDisk.follow(format.count(counts.sidecars)),
    ],
    [words.onDisk.alreadyDone, format.count(counts.done)],
  ];
  const notRead = folder?.notRead ?? [];
  return (
    <>
      <section className="border-b border-border px-5 pb-4">
        <p className="text-muted-foreground">
          {needsNames(state) ? words.onDisk.leadNoNames : words.onDisk.lead}
        </p>
        {needsNames(state) ? null : (
          <dl className="mt-4 grid grid-cols-3">
            {numbers.map(([name, value]) => (
              <div key={name}>
                <dt className="text-xs text-muted-foreground">{name}</dt>
                <dd className="num mt-0.5 text-base font-strong">{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <DiskJob />
        <DiskNames screen={screen} />
        {stacked ? null : <ApplyButton screen={screen} />}
        <WhatFollows state={state} />
        {notRead.length > 0 ? (
          <LeftList
            title={words.onDisk.notRead(notRead.length, format.count(notRead.length))}
            left={notRead}
          />
        ) : null}
      </section>
      {runs.length > 0 ? <DiskRuns screen={screen} /> : null}
    </>
  );
}

/** "With their 96 sidecars (.xmp, raw, .aae). A list … is kept. 1 file is left out, …" */
function WhatFollows({ state }: { state: DiskState }) {
  const { words, format } = useSpeech();
  const { counts } = state;
  const kinds = counts.sidecarKinds.slice(0, 3).join(', ');
  const sentences = [
    counts.sidecars > 0
      ? words.onDisk.withSidecars(counts.sidecars, format.count(counts.sidecars), kinds)
      : '',
    counts.ticked > 0 ? words.onDisk.listKept : '',
    counts.leftOut > 0 ? words.onDisk.leftOut.you(counts.leftOut, format.count(counts.leftOut)) : '',
    leftOutText(counts.reasons, words, format),
  ].filter(Boolean);
  if (sentences.length === 0) return null;
  return <p className="num mt-2 text-xs leading-[17px] text-muted-foreground">{sentences.join(' ')}</p>;
}
