import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/ui/button.tsx';
import { saveBlob } from '../export/save-blob.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { useRollcall } from '../use-rollcall.ts';

/** Old and new names as a table: of one rename, or of all. */
export function ExportCsv({ renameId }: { renameId?: string }) {
  const { words } = useSpeech();
  const { client, toasts } = useRollcall();
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    try {
      const day = new Date().toISOString().slice(0, 10);
      saveBlob(await client.renamesCsv(renameId), `rollcall-names-${day}.csv`);
    } catch (problem) {
      toasts.problem(problem);
    }
    setBusy(false);
  }
  const one = renameId !== undefined;
  return (
    <Button
      look={one ? 'ghost' : 'secondary'}
      size={one ? 'small' : 'normal'}
      aria-disabled={busy}
      onClick={() => void (busy ? undefined : save())}
    >
      <Download className={one ? 'icon-sm' : undefined} aria-hidden />
      {words.history.exportCsv}
    </Button>
  );
}
