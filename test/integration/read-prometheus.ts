export interface ReadFamily {
  readonly type: string;
  readonly samples: { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** Reads the Prometheus text format as strictly as Prometheus does; throws at the first line it would not take. */
export function readPrometheus(text: string): Map<string, ReadFamily> {
  if (!text.endsWith('\n')) throw new Error('The last line must end too');
  const families = new Map<string, ReadFamily>();
  const seen = new Set<string>();
  let helped = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-zA-Z_:][\w:]*) \S.*$/u.exec(line)?.[1];
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge)$/u.exec(line);
    if (help !== undefined) {
      helped = help;
    } else if (type !== null) {
      const [, name = '', kind = ''] = type;
      if (name !== helped || families.has(name)) throw new Error(`Out of place: ${line}`);
      if ((kind === 'counter') !== name.endsWith('_total')) throw new Error(`Not called as it is: ${line}`);
      families.set(name, { type: kind, samples: [] });
    } else {
      const { name, labels, value } = readSample(line);
      const series = JSON.stringify([
        name,
        Object.keys(labels)
          .toSorted()
          .map((key) => [key, labels[key]]),
      ]);
      if (seen.has(series)) throw new Error(`Twice: ${line}`);
      seen.add(series);
      const family = families.get(name);
      if (family === undefined || [...families.keys()].at(-1) !== name)
        throw new Error(`Out of place: ${line}`);
      family.samples.push({ labels, value });
    }
  }
  return families;
}

function readSample(line: string) {
  const parts = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/u.exec(line);
  if (parts === null) throw new Error(`Not a sample: ${line}`);
  const [, name = '', inside = '', value = ''] = parts;
  const labels: Record<string, string> = {};
  let rest = inside;
  while (rest !== '') {
    const pair = /^([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,(?=.)|$)/u.exec(rest);
    const [whole, label, text] = pair ?? [];
    if (whole === undefined || label === undefined || text === undefined || label in labels)
      throw new Error(`Not labels: ${line}`);
    labels[label] = text.replaceAll(/\\(.)/gu, (_, one: string) => (one === 'n' ? '\n' : one));
    rest = rest.slice(whole.length);
  }
  return { name, labels, value: Number(value) };
}
