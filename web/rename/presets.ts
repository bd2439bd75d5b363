import type { Preferences, Preset } from '../preferences.ts';
import type { Template } from '../../src/http/schemas/job.ts';

const remembered = 5;

/** The last template opens the dialog next time; those before it stay in the field's menu. */
export function rememberTemplate(
  { lastTemplates }: Preferences,
  template: Template,
): Pick<Preferences, 'bulkTemplate' | 'lastTemplates'> {
  const others = lastTemplates.filter((each) => each.pattern !== template.pattern);
  return { bulkTemplate: template, lastTemplates: [template, ...others].slice(0, remembered) };
}

/** A preset with the same name is replaced. */
export function withPreset({ presets }: Preferences, preset: Preset): Pick<Preferences, 'presets'> {
  return {
    presets: [...presets.filter(({ name }) => name !== preset.name), preset].toSorted((one, other) =>
      one.name.localeCompare(other.name),
    ),
  };
}

export function withoutPreset({ presets }: Preferences, name: string): Pick<Preferences, 'presets'> {
  return { presets: presets.filter((preset) => preset.name !== name) };
}
