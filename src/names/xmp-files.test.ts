import { describe, expect, it } from 'vitest';
import { xmpFiles, type XmpPhoto } from './xmp-files.ts';

const photo = (name: string, change: Partial<XmpPhoto> & { title?: string } = {}): XmpPhoto => ({
  folder: '',
  name,
  isRaw: name.endsWith('.dng'),
  hasOwn: false,
  isSeen: false,
  originalName: `sent as ${name}`,
  facts: () => ({ title: change.title ?? '', description: '', keywords: [], city: '', country: '' }),
  ...change,
});
const names = (...photos: XmpPhoto[]) => xmpFiles(photos).map((file) => file?.name ?? null);
const shot = { originalName: 'IMG_1.JPG' };
const raw = { originalName: 'IMG_1.DNG', isRaw: true };

describe('xmpFiles', () => {
  it('stand beside each photo, under its name', () => {
    expect(names(photo('bee.jpg'), photo('bee.jpg', { folder: 'Trip' }), photo('2.5 m.png'))).toEqual([
      'bee.xmp',
      'bee.xmp',
      '2.5 m.xmp',
    ]);
  });

  it('are not made for a photo that brought its own', () => {
    expect(names(photo('bee.jpg', { hasOwn: true }), photo('sea.jpg'))).toEqual([null, 'sea.xmp']);
  });

  it('are one for a RAW and its JPEG, whichever comes first and whichever was looked at', () => {
    const files = [photo('bee.jpg', { ...shot, isSeen: true, title: 'Bee' }), photo('bee.dng', raw)];
    expect(names(...files)).toEqual([null, 'bee.xmp']);
    expect(names(...files.toReversed())).toEqual(['bee.xmp', null]);
    const text = xmpFiles(files)[1]?.text() ?? '';
    expect(text).toContain('>Bee<');
    expect(text).toContain('<xmpMM:PreservedFileName>IMG_1.DNG<');
  });

  it('are none for a RAW and its JPEG where one of them brought its own', () => {
    expect(names(photo('bee.jpg', shot), photo('bee.dng', { ...raw, hasOwn: true }))).toEqual([null, null]);
    expect(names(photo('bee.jpg', { ...shot, hasOwn: true }), photo('bee.dng', raw))).toEqual([null, null]);
  });

  it('are never two of one name, on any system', () => {
    expect(names(photo('bee.jpg'), photo('BEE.png'), photo('bee.png.gif'))).toEqual([
      'bee.xmp',
      'BEE.png.xmp',
      'bee.png.gif.xmp',
    ]);
    // Of two photos that only happen to have one name, programs look for the RAW's by the stem.
    expect(names(photo('bee.jpg', shot), photo('bee.dng'))).toEqual(['bee.jpg.xmp', 'bee.xmp']);
    const taken = [{ folder: '', name: 'Bee.xmp' }];
    expect(xmpFiles([photo('bee.jpg')], taken)[0]?.name).toBe('bee.jpg.xmp');
  });
});
