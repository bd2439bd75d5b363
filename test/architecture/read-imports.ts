/** One import, re-export or `import()` of a source file. */
export interface Import {
  readonly specifier: string;
  /** Gone once the types are stripped. `import { type A }` is not: that import itself stays. */
  readonly typeOnly: boolean;
}

const fromClause =
  /(?:^|[;}\n])\s*(?:import|export)\s+(?<type>type\s+)?(?:(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?)?)\s*from\s*['"](?<specifier>[^'"\n]+)['"]/gu;
const bareImport = /(?:^|[;}\n])\s*import\s*['"](?<specifier>[^'"\n]+)['"]/gu;
const dynamicImport = /(?<typePosition>typeof\s+|[:<|&]\s*)?\bimport\(\s*['"](?<specifier>[^'"\n]+)['"]/gu;

/** What a file imports; what stands in its comments does not count. */
export function readImports(source: string): Import[] {
  const code = withoutComments(source);
  return [fromClause, bareImport, dynamicImport].flatMap((pattern) =>
    [...code.matchAll(pattern)].map(({ groups = {} }) => ({
      specifier: groups['specifier'] ?? '',
      typeOnly: groups['type'] !== undefined || groups['typePosition'] !== undefined,
    })),
  );
}

export function withoutComments(source: string): string {
  // Texts are matched too, so that `'https://…'` is not taken for the beginning of a comment.
  const parts =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/gu;
  return source.replaceAll(parts, (part) => (part.startsWith('/') ? ' ' : part));
}
