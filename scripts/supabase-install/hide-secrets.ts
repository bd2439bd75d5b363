import type { SecretsFile } from './secrets-file.ts';

/** What other programs say may repeat what they were given; nothing of it is ever shown. */
export function hideSecrets({ secrets, databaseUrl }: SecretsFile): (text: string) => string {
  const isSecret = /SECRET|KEY|TOKEN|PASSWORD/u;
  const values = [...secrets].filter(([name]) => isSecret.test(name)).map(([, value]) => value);
  const password = URL.parse(databaseUrl)?.password ?? '';
  const hidden = [...values, databaseUrl, password, decoded(password)]
    .filter((value) => value.length >= 4)
    .toSorted((a, b) => b.length - a.length);
  return (text) => hidden.reduce((shown, value) => shown.replaceAll(value, '•••'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
