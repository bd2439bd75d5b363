import type { ModelWish } from '../client.ts';
import { tidyKey } from './tidy-key.ts';
import { vendors, type VendorId } from './vendors.ts';

/** The form as it is typed. */
export interface KeyForm {
  vendor: VendorId;
  baseUrl: string;
  model: string;
  key: string;
}

/** What the server is asked to connect; null while something it needs is missing. */
export function modelWish(form: KeyForm, saved: { key: boolean }): ModelWish | null {
  const model = form.model.trim();
  const apiKey = tidyKey(form.key);
  const filled = { ...(model === '' ? {} : { model }), ...(apiKey === '' ? {} : { apiKey }) };
  if (form.vendor === 'openai') return apiKey === '' && !saved.key ? null : { provider: 'openai', ...filled };
  if (form.vendor === 'other') {
    const baseUrl = tidyAddress(form.baseUrl);
    return baseUrl === null ? null : { provider: 'openai-compatible', baseUrl, ...filled };
  }
  const vendor = vendors.find(({ id }) => id === form.vendor);
  if (!vendor?.baseUrl || model === '' || (apiKey === '' && !saved.key)) return null;
  return { provider: 'openai-compatible', baseUrl: vendor.baseUrl, ...filled };
}

/** An address as servers print it, made the one that calls start from; null if it is no address. */
export function tidyAddress(typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const local = /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[)/iu.test(text);
  const whole = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `${local ? 'http' : 'https'}://${text}`;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') return null;
  const path = url.pathname.replace(/\/+$/u, '').replace(/\/(?:chat\/completions|models)$/u, '');
  return `${url.origin}${path === '' ? '/v1' : path}`;
}

/** The host of an address that a person typed, with no other word for it. */
export function typedHost(address: string | null | undefined): string {
  if (!address || !URL.canParse(address)) return address ?? '';
  return new URL(address).host;
}

/** The host of an address that Rollcall found, as people say it. */
export function hostOf(address: string | null | undefined): string {
  return typedHost(address).replace(/^127\.0\.0\.1(?=:|$)/u, 'localhost');
}
