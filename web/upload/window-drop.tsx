import { FolderUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { useRollcall } from '../use-rollcall.ts';
import { fromDrop } from './picked-files.ts';

/** The whole window takes files and folders; while some hang over it, its edge says so. */
export function WindowDrop() {
  const { uploads, toasts } = useRollcall();
  const { words, format } = useSpeech();
  const [over, setOver] = useState<number | null>(null);

  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(event.dataTransfer?.items.length ?? 0);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(null);
    };
    const allow = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(null);
      void uploads.addFrom(fromDrop(event.dataTransfer?.items ?? [])).catch(toasts.problem);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', allow);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', allow);
      window.removeEventListener('drop', drop);
    };
  }, [uploads, toasts]);

  if (over === null) return null;
  // One item may be a folder of thousands: a number is only said when it is one.
  const text = over > 1 ? words.start.dropNow(over, format.count(over)) : words.start.dropAnything;
  return (
    <div className="fade-in pointer-events-none fixed inset-2 z-50 grid place-items-center rounded-lg border-2 border-dashed border-primary bg-background/85">
      <div className="flex flex-col items-center gap-2 text-primary">
        <FolderUp className="size-7" aria-hidden />
        <div className="text-lg font-semibold">{text}</div>
      </div>
    </div>
  );
}
