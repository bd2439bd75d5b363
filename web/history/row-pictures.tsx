import { useQuery } from '@tanstack/react-query';
import type { RenameEntry } from '../client.ts';
import { Thumbnail } from '../components/thumbnail.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { usePhoto, useRollcall } from '../use-rollcall.ts';

const shown = 4;

/** The first few names of a rename: what its row shows while it is closed. */
export function useFirstEntries(renameId: string | undefined, q?: string): readonly RenameEntry[] {
  const { client } = useRollcall();
  const query = useQuery({
    queryKey: ['history', 'first', renameId, q],
    enabled: renameId !== undefined,
    staleTime: 60_000,
    queryFn: () => client.renameEntries(renameId ?? '', { limit: shown, q }),
  });
  return query.data?.entries ?? [];
}

export function RowPictures({ entries }: { entries: readonly RenameEntry[] }) {
  return (
    <span className="flex flex-none gap-[3px] max-md:hidden" aria-hidden>
      {entries.map((entry) => (
        <Picture key={entry.photoId} photoId={entry.photoId} />
      ))}
    </span>
  );
}

function Picture({ photoId }: { photoId: string }) {
  const photo = usePhoto(photoId);
  return photo ? <Thumbnail address={thumbnailAddress(photo)} className="h-[33px] w-11" /> : null;
}
