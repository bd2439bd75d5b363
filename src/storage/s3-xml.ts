/**
 * The little XML of S3: flat elements without attributes that matter. Reading is by name, anywhere in the document;
 * nothing in it is followed, so entities and document types of a hostile server do nothing.
 */
export function readElement(xml: string, name: string): string | null {
  return readElements(xml, name)[0] ?? null;
}

export function readElements(xml: string, name: string): string[] {
  const element = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*(?:<(?!/${name}>)[^<]*)*)</${name}>`, 'gu');
  return [...xml.matchAll(element)].map(([, text = '']) => unescape(text.trim()));
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#34;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
