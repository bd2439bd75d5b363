/** What a room may import: rooms of ours (those of which types alone are allowed are marked), and packages. */
export interface Room {
  readonly rooms: readonly string[];
  readonly typesOf?: readonly string[];
  readonly packages: readonly RegExp[];
}

const node = /^node:/u;
/** Small and pure: what every room but `names` may have. */
const shared = ['clock.ts', 'hex.ts', 'slots.ts', 'uuid.ts'];
const underPhotos = [...shared, 'names', 'in-place', 'storage', 'database', 'queue'];
const pictures = ['images', 'vision'];
const underWays = [...underPhotos, 'photos', 'jobs'];

/** The house from left to right; docs/architecture.md has the picture. */
export const rooms: Readonly<Record<string, Room>> = {
  'clock.ts': { rooms: [], packages: [] },
  'hex.ts': { rooms: [], packages: [] },
  'slots.ts': { rooms: [], packages: [] },
  'uuid.ts': { rooms: [], packages: [] },
  names: { rooms: [], packages: [] },
  'in-place': { rooms: [...shared, 'names'], packages: [node] },
  images: { rooms: shared, packages: [node, /^sharp$/u, /^exifreader$/u, /^thumbhash$/u, /^zod$/u] },
  storage: { rooms: shared, packages: [node, /^aws4fetch$/u] },
  recognition: {
    rooms: shared,
    packages: [node, /^sharp$/u, /^@tensorflow\/tfjs-(?:core|converter|backend-wasm)$/u],
  },
  vision: { rooms: shared, packages: [/^zod$/u] },
  database: { rooms: shared, packages: [node, /^pg$/u] },
  queue: { rooms: [...shared, 'database'], packages: [/^pg-boss$/u] },
  photos: { rooms: underPhotos, typesOf: pictures, packages: [/^zod$/u, /^client-zip$/u] },
  jobs: { rooms: [...underPhotos, 'photos'], typesOf: pictures, packages: [/^zod$/u] },
  'on-disk': { rooms: underWays, typesOf: pictures, packages: [node] },
  http: {
    rooms: [...underWays, 'on-disk'],
    typesOf: pictures,
    packages: [
      node,
      /^hono(\/|$)/u,
      /^@hono\/zod-openapi$/u,
      /^zod$/u,
      /^jose$/u,
      /^@fastify\/busboy$/u,
      /^@tus\/server$/u,
    ],
  },
  cli: { rooms: underWays, packages: [node] },
  worker: { rooms: underWays, typesOf: pictures, packages: [] },
  'embedded-database': { rooms: shared, packages: [node, /^pg$/u] },
  'config.ts': { rooms: [], packages: [/^zod$/u] },
  // Of pictures only what is pure: that nothing else can be reached from there is checked besides.
  edge: { rooms: [...underWays, ...pictures, 'http', 'config.ts'], packages: [/^zod$/u] },
  // Parts of app.ts: it and they alone see everything.
  app: {
    rooms: [
      ...underWays,
      ...pictures,
      'recognition',
      'on-disk',
      'http',
      'worker',
      'cli',
      'embedded-database',
      'config.ts',
      'edge',
    ],
    packages: [node, /^pino$/u],
  },
  'process.ts': { rooms: [], packages: [node] },
};

/** Only these see everything; all other files of `src/` stand in a room. */
export const joiners = ['app.ts', 'cli.ts', 'edge.ts', 'server.ts', 'worker.ts'] as const;
