import { createContext, useCallback, useContext, useMemo, useRef, type ReactNode } from 'react';
import { useRollcall } from '../use-rollcall.ts';
import { fromPicker } from './picked-files.ts';

interface Pickers {
  photos: () => void;
  folder: () => void;
}

const PickersContext = createContext<Pickers | null>(null);

const accepted = 'image/*,.heic,.heif,.dng,.avif,.tif,.tiff,.cr2,.cr3,.nef,.arw,.raf,.rw2,.orf,.xmp';

/** The two hidden file fields of the page, and a way to open them from anywhere. */
export function PickersProvider({ children }: { children: ReactNode }) {
  const { uploads } = useRollcall();
  const photosField = useRef<HTMLInputElement>(null);
  const folderField = useRef<HTMLInputElement>(null);
  const pickers = useMemo(
    () => ({ photos: () => photosField.current?.click(), folder: () => folderField.current?.click() }),
    [],
  );
  // React's types do not know the attribute, so it is set on the element.
  const asFolderField = useCallback((field: HTMLInputElement | null) => {
    folderField.current = field;
    if (field) field.webkitdirectory = true;
  }, []);
  const take = (field: HTMLInputElement) => {
    uploads.add(fromPicker(field.files ?? []));
    // The same choice a second time must be heard too.
    field.value = '';
  };
  return (
    <PickersContext value={pickers}>
      {children}
      <input
        ref={photosField}
        data-picker="photos"
        type="file"
        multiple
        hidden
        accept={accepted}
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={asFolderField}
        data-picker="folder"
        type="file"
        multiple
        hidden
        onChange={(event) => take(event.currentTarget)}
      />
    </PickersContext>
  );
}

export function usePickers(): Pickers {
  const pickers = useContext(PickersContext);
  if (!pickers) throw new Error('usePickers is used outside its provider');
  return pickers;
}
