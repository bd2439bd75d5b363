import type { Provider } from '../client.ts';
import type { Words } from '../i18n/en.ts';

/** A product's own name; what the server only describes is said in the page's words. */
export function providerName({ id, label }: Pick<Provider, 'id' | 'label'>, { app }: Words): string {
  if (id === 'on-device') return app.onThisComputer;
  return id === 'openai-compatible' ? app.otherServer : label;
}
