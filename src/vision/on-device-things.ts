/** What was seen in a picture: `label` is one of those below, `count` null for several that were not counted. */
export interface Seen {
  readonly label: string;
  readonly count: number | null;
}

/** One of it and several of it; the Spanish number two does not change with the gender. */
type Noun = readonly [one: string, several: string];

export interface Things {
  readonly nouns: Readonly<Record<string, Noun>>;
  readonly two: string;
  readonly and: (first: string, second: string) => string;
}

export const englishThings: Things = {
  nouns: {
    person: ['person', 'people'],
    animal: ['animal', 'animals'],
    bicycle: ['bicycle', 'bicycles'],
    car: ['car', 'cars'],
    motorcycle: ['motorcycle', 'motorcycles'],
    airplane: ['airplane', 'airplanes'],
    bus: ['bus', 'buses'],
    train: ['train', 'trains'],
    truck: ['truck', 'trucks'],
    boat: ['boat', 'boats'],
    traffic_light: ['traffic light', 'traffic lights'],
    bench: ['bench', 'benches'],
    bird: ['bird', 'birds'],
    cat: ['cat', 'cats'],
    dog: ['dog', 'dogs'],
    horse: ['horse', 'horses'],
    sheep: ['sheep', 'sheep'],
    cow: ['cow', 'cows'],
    elephant: ['elephant', 'elephants'],
    bear: ['bear', 'bears'],
    zebra: ['zebra', 'zebras'],
    giraffe: ['giraffe', 'giraffes'],
    umbrella: ['umbrella', 'umbrellas'],
    backpack: ['backpack', 'backpacks'],
    suitcase: ['suitcase', 'suitcases'],
    bottle: ['bottle', 'bottles'],
    glass: ['glass', 'glasses'],
    cup: ['cup', 'cups'],
    banana: ['banana', 'bananas'],
    pizza: ['pizza', 'pizzas'],
    donut: ['donut', 'donuts'],
    couch: ['couch', 'couches'],
    potted_plant: ['potted plant', 'potted plants'],
    bed: ['bed', 'beds'],
    toilet: ['toilet', 'toilets'],
    screen: ['screen', 'screens'],
    laptop: ['laptop', 'laptops'],
    keyboard: ['keyboard', 'keyboards'],
    teddy_bear: ['teddy bear', 'teddy bears'],
  },
  two: 'two',
  and: (first, second) => `${first} and ${second}`,
};

export const spanishThings: Things = {
  nouns: {
    person: ['persona', 'personas'],
    animal: ['animal', 'animales'],
    bicycle: ['bicicleta', 'bicicletas'],
    car: ['coche', 'coches'],
    motorcycle: ['moto', 'motos'],
    airplane: ['avión', 'aviones'],
    bus: ['autobús', 'autobuses'],
    train: ['tren', 'trenes'],
    truck: ['camión', 'camiones'],
    boat: ['barco', 'barcos'],
    traffic_light: ['semáforo', 'semáforos'],
    bench: ['banco', 'bancos'],
    bird: ['pájaro', 'pájaros'],
    cat: ['gato', 'gatos'],
    dog: ['perro', 'perros'],
    horse: ['caballo', 'caballos'],
    sheep: ['oveja', 'ovejas'],
    cow: ['vaca', 'vacas'],
    elephant: ['elefante', 'elefantes'],
    bear: ['oso', 'osos'],
    zebra: ['cebra', 'cebras'],
    giraffe: ['jirafa', 'jirafas'],
    umbrella: ['paraguas', 'paraguas'],
    backpack: ['mochila', 'mochilas'],
    suitcase: ['maleta', 'maletas'],
    bottle: ['botella', 'botellas'],
    glass: ['copa', 'copas'],
    cup: ['taza', 'tazas'],
    banana: ['plátano', 'plátanos'],
    pizza: ['pizza', 'pizzas'],
    donut: ['rosquilla', 'rosquillas'],
    couch: ['sofá', 'sofás'],
    potted_plant: ['planta en maceta', 'plantas en maceta'],
    bed: ['cama', 'camas'],
    toilet: ['inodoro', 'inodoros'],
    screen: ['pantalla', 'pantallas'],
    laptop: ['portátil', 'portátiles'],
    keyboard: ['teclado', 'teclados'],
    teddy_bear: ['osito de peluche', 'ositos de peluche'],
  },
  two: 'dos',
  and: (first, second) => `${first} ${/^h?i(?!e)/iu.test(second) ? 'e' : 'y'} ${second}`,
};

/** `cat`, `two dogs`, `people and dog`; null when nothing was seen. */
export function phraseOf(seen: readonly Seen[], things: Things): string | null {
  const said = seen.flatMap(({ label, count }) => {
    const noun = things.nouns[label];
    if (noun === undefined) return [];
    if (count === 1) return [noun[0]];
    return [count === 2 ? `${things.two} ${noun[1]}` : noun[1]];
  });
  const [first, second] = said;
  if (first === undefined) return null;
  return second === undefined ? first : things.and(first, second);
}

/** As keywords: one of each. */
export const keywordsOf = (seen: readonly Seen[], things: Things): string[] =>
  seen.flatMap(({ label }) => things.nouns[label]?.[0] ?? []);
