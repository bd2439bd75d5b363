import { expect, test } from 'vitest';
import { createPreferences } from '../preferences.ts';
import { adoptSettings } from './adopt-settings.ts';

function browser(stored: string | null = null) {
  const memory = new Map(stored === null ? [] : [['rollcall', stored]]);
  return {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
  };
}

const saved = { theme: 'dark', interfaceLanguage: 'es', language: 'es' } as const;

test('a browser that has nothing of its own takes what the server keeps', () => {
  const preferences = createPreferences(browser());
  adoptSettings(saved, preferences);
  expect(preferences.get()).toMatchObject({ theme: 'dark', interfaceLanguage: 'es', nameLanguage: 'es' });
});

test('what was set here stays, the rest is taken', () => {
  const storage = browser();
  createPreferences(storage).change({ theme: 'light', photoSize: 240 });
  const preferences = createPreferences(storage);
  adoptSettings(saved, preferences);
  expect(preferences.get()).toMatchObject({ theme: 'light', interfaceLanguage: 'es', photoSize: 240 });
});

test('something else set here does not turn defaults into choices', () => {
  const storage = browser();
  createPreferences(storage).change({ photoSize: 240 });
  const preferences = createPreferences(storage);
  adoptSettings(saved, preferences);
  expect(preferences.get().theme).toBe('dark');
});

test('a server where no language of names was chosen leaves them in the language of the page', () => {
  const preferences = createPreferences(browser());
  adoptSettings({ theme: 'dark', interfaceLanguage: 'auto', language: 'en' }, preferences);
  expect(preferences.get()).toMatchObject({ theme: 'dark', nameLanguage: null });
});

test('a storage with anything else in it does no harm', () => {
  for (const stored of ['null', '7', '"x"', '{', '[]'])
    expect(createPreferences(browser(stored)).get().theme).toBe('system');
});
