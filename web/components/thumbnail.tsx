import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { stopLoading } from './stop-loading.ts';
import { classes } from './ui/classes.ts';

/** A small picture beside words; a photo that has none yet, or never will, shows a mark instead. */
export function Thumbnail({
  address,
  alt = '',
  className,
}: {
  address: string | null;
  alt?: string;
  className: string;
}) {
  const [broken, setBroken] = useState<string | null>(null);
  if (address === null || broken === address) {
    return (
      <span
        className={classes(
          'grid flex-none place-items-center rounded-[3px] bg-muted text-muted-foreground',
          className,
        )}
      >
        <ImageOff className="icon-sm" aria-hidden />
      </span>
    );
  }
  return (
    <img
      ref={stopLoading}
      src={address}
      alt={alt}
      className={classes('flex-none rounded-[3px] bg-muted object-cover', className)}
      onError={() => setBroken(address)}
    />
  );
}
