import { load } from 'exifreader';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';
import { hostileNames } from './hostile-names.testdata.ts';
import { xmpPacket, type XmpFacts } from './xmp-packet.ts';

const nothing: XmpFacts = {
  title: '',
  description: '',
  keywords: [],
  originalName: '',
  city: '',
  country: '',
};

/** As another program reads it: text, or the texts of a list. */
function read(packet: string): Record<string, unknown> {
  const bytes = new TextEncoder().encode(packet);
  const { xmp } = load(bytes.buffer, { expanded: true });
  const valueOf = (tag: unknown): unknown => {
    const value: unknown = typeof tag === 'object' && tag !== null && 'value' in tag ? tag.value : tag;
    return Array.isArray(value) ? value.map(valueOf) : value;
  };
  const tags = Object.entries(xmp ?? {}).filter(([name]) => name !== '_raw' && name !== 'about');
  return Object.fromEntries(tags.map(([name, tag]) => [name, valueOf(tag)]));
}

describe('xmpPacket', () => {
  it('tells what was seen, the name it was sent by and the place, each where programs look for it', () => {
    const packet = xmpPacket({
      title: 'Lighthouse at dusk',
      description: 'A white lighthouse on a cliff.',
      keywords: ['lighthouse', 'sea; cliffs', 'faro'],
      originalName: 'DSC_0042.NEF',
      city: 'A Coruña',
      country: 'España',
    });
    expect(read(packet)).toEqual({
      CreatorTool: 'Rollcall',
      PreservedFileName: 'DSC_0042.NEF',
      City: 'A Coruña',
      Country: 'España',
      title: ['Lighthouse at dusk'],
      description: ['A white lighthouse on a cliff.'],
      subject: ['lighthouse', 'sea; cliffs', 'faro'],
    });
    expect(packet).toContain('<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Lighthouse');
    expect(packet).toContain('<dc:description><rdf:Alt><rdf:li xml:lang="x-default">A white');
    expect(packet).toContain('<dc:subject><rdf:Bag><rdf:li>lighthouse</rdf:li>');
  });

  it('is one packet, with the mark and the id that scanners look for', () => {
    const packet = xmpPacket(nothing);
    expect(packet.startsWith('<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta ')).toBe(
      true,
    );
    expect(packet.endsWith('</x:xmpmeta>\n<?xpacket end="w"?>\n')).toBe(true);
  });

  it('says nothing of what is not known, and no keyword twice', () => {
    expect(read(xmpPacket(nothing))).toEqual({ CreatorTool: 'Rollcall' });
    const keywords = ['dog', '', 'dog', '\u200b', ...Array.from({ length: 80 }, (_, at) => `word ${at}`)];
    const { subject } = read(xmpPacket({ ...nothing, keywords }));
    expect(subject).toEqual(['dog', ...Array.from({ length: 49 }, (_, at) => `word ${at}`)]);
  });

  it('keeps to XML whatever a model, a camera or a file name says', () => {
    const markup = fc.constantFrom(
      '</rdf:li></rdf:Alt>',
      '<?xpacket end="w"?>',
      ']]>',
      '<![CDATA[',
      '&amp;',
      '&#0;',
      '<!--',
      '\uFFFE',
      '"\'',
      '\u0085',
      '👩‍👩‍👧',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(fc.oneof(markup, fc.constantFrom(...hostileNames)), { maxLength: 6 })
        .map((each) => each.join('')),
    );
    fc.assert(
      fc.property(text, text, text, text, (title, description, keyword, originalName) => {
        const facts = { ...nothing, title, description, keywords: [keyword], originalName };
        const packet = xmpPacket(facts);
        // What XML 1.0 allows, less all that cannot be seen.
        expect(packet.slice(packet.indexOf('?>'))).not.toMatch(
          /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u,
        );
        const known = Object.entries({
          CreatorTool: 'Rollcall',
          PreservedFileName: cleanText(originalName, 255),
          title: [cleanText(title)],
          description: [cleanText(description, 2000)],
          subject: [cleanText(keyword, 100)],
        }).filter(([, value]) => value !== '' && value[0] !== '');
        expect(read(packet)).toEqual(Object.fromEntries(known));
        expect(xmpPacket(facts)).toBe(packet);
      }),
      { numRuns: 500 },
    );
  });
});
