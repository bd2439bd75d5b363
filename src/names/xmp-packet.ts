import { cleanText } from './clean-text.ts';

/** What is told of a photo to other programs; `''` where nothing is known. */
export interface XmpFacts {
  readonly title: string;
  readonly description: string;
  readonly keywords: readonly string[];
  /** As it was sent. */
  readonly originalName: string;
  readonly city: string;
  readonly country: string;
}

const mostKeywords = 50;

/**
 * The XMP packet that stands beside a photo, as Lightroom, digiKam, darktable and exiftool read it. All of it may come
 * from a model, a camera or a stranger's file name: every text is cleaned, so that nothing in it is illegal in XML,
 * and escaped.
 */
export function xmpPacket(facts: XmpFacts): string {
  const keywords = new Set(facts.keywords.map((keyword) => safe(keyword, 100)).filter((each) => each !== ''));
  const properties = [
    property('xmp:CreatorTool', 'Rollcall'),
    property('xmpMM:PreservedFileName', safe(facts.originalName, 255)),
    property('photoshop:City', safe(facts.city, 100)),
    property('photoshop:Country', safe(facts.country, 100)),
    inDefaultLanguage('dc:title', safe(facts.title, 500)),
    inDefaultLanguage('dc:description', safe(facts.description, 2000)),
    bag('dc:subject', [...keywords].slice(0, mostKeywords)),
  ].filter((each) => each !== '');
  return `${opening}${properties.map((each) => `   ${each}\n`).join('')}${ending}`;
}

/** The byte order mark and the id are what scanners look for. */
const opening = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
`;
const ending = `  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
`;

const property = (name: string, text: string): string => (text === '' ? '' : `<${name}>${text}</${name}>`);

const inDefaultLanguage = (name: string, text: string): string =>
  text === '' ? '' : property(name, `<rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt>`);

function bag(name: string, texts: readonly string[]): string {
  const items = texts.map((text) => `<rdf:li>${text}</rdf:li>`).join('');
  return texts.length === 0 ? '' : property(name, `<rdf:Bag>${items}</rdf:Bag>`);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const safe = (text: string, maxLength: number): string =>
  cleanText(text, maxLength).replace(/[&<>"']/gu, (mark) => entities[mark] ?? '');
