import { expect, test } from 'vitest';
import { defaultTemplate } from '../../src/names/template.ts';
import { createPreferences } from '../preferences.ts';
import { rememberTemplate, withoutPreset, withPreset } from './presets.ts';

const template = (pattern: string) => ({ ...defaultTemplate, pattern });
const fresh = () => createPreferences({ getItem: () => null, setItem: () => undefined });

test('the last template opens the dialog next time, the ones before are kept once each', () => {
  const preferences = fresh();
  for (const pattern of ['{n}', '{date}', '{n}']) {
    preferences.change(rememberTemplate(preferences.get(), template(pattern)));
  }
  expect(preferences.get().bulkTemplate.pattern).toBe('{n}');
  expect(preferences.get().lastTemplates.map((each) => each.pattern)).toEqual(['{n}', '{date}']);
});

test('only a few old patterns are kept', () => {
  const preferences = fresh();
  for (let day = 0; day < 9; day += 1) {
    preferences.change(rememberTemplate(preferences.get(), template(`Day ${day}`)));
  }
  expect(preferences.get().lastTemplates).toHaveLength(5);
  expect(preferences.get().lastTemplates[0]?.pattern).toBe('Day 8');
});

test('a preset is replaced by one of the same name, and can be removed', () => {
  const preferences = fresh();
  preferences.change(withPreset(preferences.get(), { name: 'Trip', template: template('{n}') }));
  preferences.change(withPreset(preferences.get(), { name: 'Archive', template: template('{date}') }));
  preferences.change(withPreset(preferences.get(), { name: 'Trip', template: template('{place}') }));
  expect(preferences.get().presets.map(({ name, template: { pattern } }) => [name, pattern])).toEqual([
    ['Archive', '{date}'],
    ['Trip', '{place}'],
  ]);
  expect(withoutPreset(preferences.get(), 'Trip').presets.map(({ name }) => name)).toEqual(['Archive']);
});

test('a preset brings back every choice, and one of before there were so many is completed', () => {
  const chosen = {
    ...template('{n}'),
    order: 'name',
    restart: 'day',
    letters: 'plain',
    target: 'web',
    sameNames: 'tell_apart',
  } as const;
  let stored = '';
  const storage = { getItem: () => stored, setItem: (_: string, value: string) => void (stored = value) };
  const preferences = createPreferences(storage);
  preferences.change(withPreset(preferences.get(), { name: 'Web', template: chosen }));
  preferences.change(rememberTemplate(preferences.get(), chosen));
  const later = createPreferences(storage).get();
  expect([later.presets[0]?.template, later.bulkTemplate, later.lastTemplates[0]]).toEqual([
    chosen,
    chosen,
    chosen,
  ]);
  stored = JSON.stringify({ presets: [{ name: 'Old', template: { pattern: '{date}', separator: '_' } }] });
  expect(createPreferences(storage).get().presets).toEqual([
    { name: 'Old', template: { ...defaultTemplate, pattern: '{date}', separator: '_' } },
  ]);
});
