import { tidyKey } from './tidy-key.ts';

/** Where a key can come from. All but OpenAI are servers that speak Chat Completions at an address of their own. */
export const vendors = [
  { id: 'openai', label: 'OpenAI', baseUrl: null, exampleModel: 'gpt-6-luna' },
  { id: 'openrouter', label: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1', exampleModel: null },
  { id: 'groq', label: 'Groq', baseUrl: 'https://api.groq.com/openai/v1', exampleModel: null },
  {
    id: 'gemini',
    label: 'Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    exampleModel: 'gemini-3.5-flash-lite',
  },
  { id: 'other', label: null, baseUrl: null, exampleModel: null },
] as const;

export type VendorId = (typeof vendors)[number]['id'];

/** Has no tab of its own; its address goes under Other. */
export const anthropicAddress = 'https://api.anthropic.com/v1';

/** Keys say who made them. `null`: nothing known of this beginning. */
const beginnings: readonly { pattern: RegExp; vendor: VendorId | 'anthropic'; label: string }[] = [
  { pattern: /^sk-ant-/u, vendor: 'anthropic', label: 'Anthropic' },
  { pattern: /^sk-or-/u, vendor: 'openrouter', label: 'OpenRouter' },
  { pattern: /^gsk_/u, vendor: 'groq', label: 'Groq' },
  { pattern: /^AIza/u, vendor: 'gemini', label: 'Gemini' },
  { pattern: /^sk-(?:proj|svcacct|admin)-/u, vendor: 'openai', label: 'OpenAI' },
];

function keyOwner(key: string): { vendor: VendorId | 'anthropic'; label: string } | null {
  return beginnings.find(({ pattern }) => pattern.test(tidyKey(key))) ?? null;
}

/** Whose key this is, where that is somebody else than the one it was pasted for. */
export function misplacedKey(key: string, form: { vendor: VendorId; baseUrl: string }) {
  const owner = keyOwner(key);
  if (owner === null || owner.vendor === form.vendor) return null;
  // Under Other any server may stand, also a gateway that takes such keys; only a plain mistake is told.
  if (form.vendor === 'other' && form.baseUrl.trim() !== '') return null;
  return owner;
}

/** The tab that a configured endpoint belongs to. */
export function vendorOf(provider: { id: string; baseUrl: string | null }): VendorId {
  if (provider.id === 'openai') return 'openai';
  const known = vendors.find(({ baseUrl }) => baseUrl !== null && baseUrl === provider.baseUrl);
  return known?.id ?? 'other';
}
