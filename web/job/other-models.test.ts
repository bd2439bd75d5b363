import { expect, test } from 'vitest';
import type { Provider } from '../client.ts';
import { otherModels } from './other-models.ts';

const provider = (change: Partial<Provider>): Provider => ({
  id: 'openai',
  label: 'OpenAI',
  model: 'a',
  models: ['a'],
  current: false,
  local: false,
  configured: true,
  reachable: null,
  baseUrl: null,
  keyHint: null,
  ...change,
});

test('every other model that can be asked is offered, the declining one is not', () => {
  const choices = otherModels(
    [
      provider({}),
      provider({ id: 'ollama', models: ['x', 'y'], reachable: true }),
      provider({ id: 'on-device', models: ['basic'], reachable: true }),
    ],
    { provider: 'openai', model: 'a' },
  );
  expect(choices.map(({ provider: id, model }) => `${id} ${model}`)).toEqual([
    'ollama x',
    'ollama y',
    'on-device basic',
  ]);
});

test('what is not set up or does not answer is not offered', () => {
  const choices = otherModels(
    [provider({ configured: false }), provider({ id: 'ollama', models: ['x'], reachable: false })],
    { provider: 'on-device', model: 'basic' },
  );
  expect(choices).toEqual([]);
});
