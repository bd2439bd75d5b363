import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Message } from '../components/message.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { splitName } from '../name-parts.ts';
import { shortened, type BulkStatus } from './plan-bulk.ts';
import type { BulkRename } from './use-bulk-rename.ts';

/** The one thing in the way, with what can be done about it beside the sentence. */
export function BulkNotice({ form }: { form: BulkRename }) {
  const { words, format } = useSpeech();
  if (form.refused) return <Refused form={form} />;
  // Nothing is known of a pattern that is none: it is said where it is written.
  if (!form.valid) return null;
  const { counts } = form.plan;
  const idsOf = (status: BulkStatus) =>
    form.plan.rows.filter((row) => row.status === status).map((row) => row.photo.id);
  const leaveOut = (status: BulkStatus) => (
    <Button size="small" className="num" onClick={() => form.tick(idsOf(status), false)}>
      {words.bulk.leaveOut(format.count(counts[status]))}
    </Button>
  );
  if (counts.sameName > 0) {
    return (
      <Bar text={words.bulk.wouldClash(counts.sameName, format.count(counts.sameName))}>
        <Button size="small" onClick={() => form.change({ sameNames: 'tell_apart' })}>
          {words.bulk.tellApart}
        </Button>
        <Button size="small" onClick={() => form.change({ sameNames: 'number' })}>
          {words.bulk.addNumber}
        </Button>
      </Bar>
    );
  }
  if (counts.noName > 0) {
    return (
      <Bar text={words.bulk.wouldBeEmpty(counts.noName, format.count(counts.noName))}>
        {leaveOut('noName')}
      </Bar>
    );
  }
  if (counts.tooLong > 0) {
    const shortenAll = () => {
      for (const row of form.plan.rows)
        if (row.status === 'tooLong')
          form.edit(row.photo, shortened(splitName(row.to).stem, form.template.maxLength));
    };
    return (
      <Bar text={words.bulk.wouldBeTooLong(counts.tooLong, format.count(counts.tooLong))}>
        <Button size="small" onClick={shortenAll}>
          {words.bulk.shorten}
        </Button>
      </Bar>
    );
  }
  return null;
}

function Bar({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="flex min-h-[46px] items-center gap-2 border-b border-border py-1.5 pr-6 pl-6 max-sm:flex-wrap max-sm:px-4">
      <CircleAlert className="text-muted-foreground" aria-hidden />
      <output className="num min-w-0 flex-1 max-sm:basis-[calc(100%-32px)]">{text}</output>
      {children}
    </div>
  );
}

function Refused({ form }: { form: BulkRename }) {
  const { words, format } = useSpeech();
  const { rows, gone } = form.refused ?? { rows: [], gone: [] };
  const now = new Map(rows.map((row) => [row.photoId, row.from]));
  const changed = form.photos.filter(
    ({ id, name }) => gone.includes(id) || (rows.length > 0 && now.get(id) !== name),
  ).length;
  return (
    <div className="px-6 py-2 max-sm:px-4">
      <Message
        role="alert"
        tone="attention"
        icon={<TriangleAlert aria-hidden />}
        title={words.bulk.changed}
        text={words.bulk.changedText(changed, format.count(changed))}
        action={
          <Button size="small" onClick={form.showNew}>
            {words.bulk.showNew}
          </Button>
        }
      />
    </div>
  );
}
