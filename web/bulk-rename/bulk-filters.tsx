import { Check, CircleAlert } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { Switch } from '../components/ui/controls.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePhone } from '../use-rollcall.ts';
import type { BulkFilter, BulkPlan } from './plan-bulk.ts';

interface BulkFiltersProps {
  plan: BulkPlan;
  filter: BulkFilter;
  setFilter: (filter: BulkFilter) => void;
  problemsFirst: boolean;
  setProblemsFirst: (on: boolean) => void;
}

export function BulkFilters(props: BulkFiltersProps) {
  const { words, format } = useSpeech();
  const phone = usePhone();
  const { plan, filter } = props;
  const { counts, problems } = plan;
  if (phone && problems === 0) {
    return (
      <div className="flex min-h-11 items-center justify-between px-4">
        <h3 className="text-xs font-medium">{words.bulk.preview}</h3>
        <span className="num inline-flex items-center gap-1 text-xs font-medium text-done">
          <Check className="icon-sm" aria-hidden />
          {words.bulk.countOk(format.count(counts.ok))}
        </span>
      </div>
    );
  }
  const tabs: [BulkFilter, string, number][] = [
    ['all', words.bulk.all, plan.rows.length],
    ['problems', words.bulk.problems, problems],
    ['unchanged', words.bulk.unchanged, counts.unchanged],
    ['leftOut', words.bulk.leftOut, counts.leftOut],
  ];
  return (
    <div className="flex min-h-[50px] items-center gap-2 border-b border-border px-6 max-sm:px-4">
      <ToggleGroup.Root
        type="single"
        value={filter}
        aria-label={words.bulk.rows}
        className="no-scrollbar -ml-2.5 flex min-w-0 flex-1 gap-0.5 overflow-x-auto p-0.5"
        onValueChange={(value) => {
          const tab = tabs.find(([name]) => name === value);
          if (tab) props.setFilter(tab[0]);
        }}
      >
        {tabs
          .filter(([name, , count]) => name === 'all' || count > 0 || name === filter)
          .map(([name, label, count]) => (
            <ToggleGroup.Item
              key={name}
              value={name}
              className="num inline-flex h-[30px] flex-none items-center gap-1.5 rounded-sm px-2.5 font-medium text-muted-foreground hover:text-foreground data-[state=on]:bg-accent data-[state=on]:text-foreground max-sm:h-11"
            >
              {name === 'problems' ? <CircleAlert className="icon-sm" aria-hidden /> : null}
              {label} <span className="font-normal">{format.count(count)}</span>
            </ToggleGroup.Item>
          ))}
      </ToggleGroup.Root>
      {problems > 0 && !phone ? (
        <label className="flex flex-none items-center gap-2">
          <Switch checked={props.problemsFirst} onCheckedChange={props.setProblemsFirst} />
          {words.bulk.problemsFirst}
        </label>
      ) : null}
    </div>
  );
}
