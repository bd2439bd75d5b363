/** What the simulator says of a picture: a pure function of its bytes' sha256 and the language, so mix-ups show. */
export interface SimulatedAnswer {
  subject: string;
  title: string;
  short: string;
  alt: string;
  keywords: string[];
  text: string;
  confidence: 'high' | 'medium' | 'low';
  problem: string;
}

interface Vocabulary {
  readonly things: readonly string[];
  readonly looks: readonly string[];
  readonly places: readonly string[];
}

const english: Vocabulary = {
  things: words(
    'dog cat falcon boat rocket bridge barn tree bicycle lantern kettle violin statue fountain tram heron',
  ),
  looks: words(
    'red blue old small bright wooden quiet tall striped rusty golden pale wet round green broken',
  ),
  places: words(
    'beach harbour garden street market forest meadow station kitchen rooftop river hill square pier yard bay',
  ),
};

const spanish: Vocabulary = {
  things: words(
    'perro gato halcón barco cohete puente granero árbol tren farol hervidor violín faro molino tranvía búho',
  ),
  looks: words(
    'rojo azul viejo pequeño claro fuerte quieto alto rayado oxidado dorado pálido mojado redondo verde roto',
  ),
  places: words(
    'playa puerto jardín calle mercado bosque prado parque cocina azotea río colina plaza muelle patio bahía',
  ),
};

export function answerFor(sha256: string, language: string): SimulatedAnswer {
  const isSpanish = language.toLowerCase().startsWith('spanish');
  const vocabulary = isSpanish ? spanish : english;
  const [thing, look, place] = [
    pick(vocabulary.things, 0),
    pick(vocabulary.looks, 1),
    pick(vocabulary.places, 2),
  ];
  // Eight digits of the hash, as letters: enough to tell ten thousand pictures apart.
  const mark = Array.from(sha256.slice(8, 16))
    .map((digit) => 'bcdfghjklmnpqrst'[Number.parseInt(digit, 16)])
    .join('');
  const title = isSpanish ? `${thing} ${look} en ${place} ${mark}` : `${look} ${thing} at ${place} ${mark}`;
  return {
    subject: title,
    title,
    short: isSpanish ? `${thing} ${look}` : `${look} ${thing}`,
    alt: `${title.charAt(0).toUpperCase()}${title.slice(1)}.`,
    keywords: [thing, look, place],
    text: '',
    confidence: 'high',
    problem: 'none',
  };

  function pick(list: readonly string[], at: number): string {
    return list[Number.parseInt(sha256.slice(at * 2, at * 2 + 2), 16) % list.length] ?? '';
  }
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
