import { Thumbnail } from '../components/thumbnail.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useMedia, usePhoto } from '../use-rollcall.ts';
import { usePhotosAround } from './use-photos-around.ts';

/** The neighbours in the order of the grid; the arrow keys do the same, so none of them is a tab stop. */
export function FilmStrip({ at }: { at: number }) {
  const { words } = useSpeech();
  const ids = usePhotosAround();
  const narrow = useMedia('(max-width: 1000px)');
  const reach = narrow ? 2 : 4;
  const first = Math.max(0, Math.min(at - reach, ids.length - 2 * reach - 1));
  return (
    <section
      aria-label={words.detail.film}
      className="flex flex-none items-center justify-center gap-1.5 pt-3 pb-3.5 max-sm:hidden"
    >
      {ids.slice(first, first + 2 * reach + 1).map((id, offset) => (
        <Frame key={id} id={id} current={first + offset === at} />
      ))}
    </section>
  );
}

function Frame({ id, current }: { id: string; current: boolean }) {
  const photo = usePhoto(id);
  const { view } = usePage();
  if (!photo) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={photo.name}
      aria-current={current}
      className={
        current
          ? 'rounded-sm outline-2 outline-offset-2 outline-white'
          : 'rounded-sm opacity-45 transition-opacity duration-(--duration-fast) hover:opacity-90'
      }
      onClick={() => {
        view.activeId.set(id);
        view.openId.set(id);
      }}
    >
      <Thumbnail address={thumbnailAddress(photo)} className="h-11 w-[60px] rounded-photo" />
    </button>
  );
}
