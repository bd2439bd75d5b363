import { ImageOff } from 'lucide-react';
import { useCallback, useState } from 'react';
import { thumbHashToDataURL } from 'thumbhash';
import { stopLoading } from '../components/stop-loading.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { thumbnailAddress } from './thumbnail-address.ts';

/** The thumbnail over its thumbhash; fades in when it is there, and says so when it cannot be shown. */
export function PhotoImage({ photo, alt = '' }: { photo: Photo; alt?: string }) {
  const address = thumbnailAddress(photo) ?? '';
  const [shown, setShown] = useState('');
  const [broken, setBroken] = useState('');
  // An image from the cache is complete before its load event could be heard.
  const atOnce = useCallback((image: HTMLImageElement) => {
    if (image.complete && image.naturalWidth > 0) image.classList.add('shown');
    return stopLoading(image);
  }, []);
  const placeholder = photo.thumbhash === null ? undefined : thumbhashImage(photo.thumbhash);

  return (
    <div
      className="photo"
      style={placeholder && broken !== address ? { backgroundImage: `url(${placeholder})` } : undefined}
    >
      {address !== '' && broken !== address ? (
        <img
          key={address}
          ref={atOnce}
          src={address}
          alt={alt}
          draggable={false}
          decoding="async"
          className={shown === address ? 'shown' : ''}
          onLoad={() => setShown(address)}
          onError={() => setBroken(address)}
        />
      ) : null}
      {broken === address && (address !== '' || photo.state === 'failed') ? (
        <span className="absolute inset-0 grid place-items-center text-muted-foreground">
          <ImageOff className="size-5" aria-hidden />
        </span>
      ) : null}
    </div>
  );
}

const images = new Map<string, string>();
const kept = 600;

/** Decoding takes a third of a millisecond: the last few hundred are kept for scrolling back. */
function thumbhashImage(hash: string): string | undefined {
  const known = images.get(hash);
  if (known !== undefined) return known;
  try {
    const image = thumbHashToDataURL(Uint8Array.from(atob(hash), (letter) => letter.codePointAt(0) ?? 0));
    if (images.size >= kept) images.delete(images.keys().next().value ?? '');
    images.set(hash, image);
    return image;
  } catch {
    return undefined;
  }
}
