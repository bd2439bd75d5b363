import { useQuery } from '@tanstack/react-query';
import type { Photo, PhotoNames } from '../../src/http/schemas/photo.ts';
import { NameText } from '../components/name-text.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { splitName } from '../name-parts.ts';
import { useRollcall } from '../use-rollcall.ts';
import { whenText } from './when-text.ts';

type Line = { name: string; what: string };

/** Every name the photo had, the present one first; each can be used again. */
export function NamesSection({ photo }: { photo: Photo }) {
  const { words } = useSpeech();
  const { client, photos, toasts } = useRollcall();
  const lines = useLines(photo);
  const takeBack = (name: string) =>
    void client
      .patchName(photo.id, splitName(name).stem, photo.nameRev)
      .then((next) => photos.put([next]))
      .catch(toasts.problem);
  return (
    <section className="px-5 py-4">
      <h2 className="mb-2 text-sm">{words.detail.names}</h2>
      <ol>
        {lines.map(({ name, what }, at) => (
          <li key={`${lines.length - at} ${name}`} className="group relative flex gap-4 pb-3 pl-6">
            <span
              aria-hidden
              className="absolute top-[15px] bottom-[-7px] left-[4.5px] w-px bg-border group-last:hidden"
            />
            <span
              aria-hidden
              className={`absolute top-[7px] left-0.5 size-1.5 rounded-full ${at === 0 ? 'bg-primary' : 'bg-border-strong'}`}
            />
            <div className="min-w-0 flex-1">
              <NameText name={name} />
              <div className="text-xs text-muted-foreground">{what}</div>
            </div>
            {name === photo.name ? null : (
              <Button
                look="ghost"
                size="small"
                className="-mr-2.5"
                aria-label={words.detail.againNamed(name)}
                onClick={() => takeBack(name)}
              >
                {words.detail.useAgain}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What the server knows of its names; until that is here, what the photo itself says. */
function useLines(photo: Photo): readonly Line[] {
  const speech = useSpeech();
  const { detail } = speech.words;
  const { client } = useRollcall();
  const { data } = useQuery({
    queryKey: ['photo-names', photo.id, photo.nameRev],
    queryFn: () => client.photoNames(photo.id),
  });
  if (data === undefined) return [{ name: photo.name, what: detail.currentName }];
  const what = ({ why, at, undone }: PhotoNames['names'][number]) =>
    `${detail.gotBy(why, whenText(at, speech))}${undone ? `. ${speech.words.history.undone}` : ''}`;
  return data.map((each, at) => ({
    name: each.name,
    what: at === 0 ? `${what(each)}. ${detail.currentName}` : what(each),
  }));
}
