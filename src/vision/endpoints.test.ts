import { describe, expect, it } from 'vitest';
import { endpointOf, endpointToTest } from './endpoints.ts';

const custom = endpointOf({
  provider: 'auto',
  openaiBaseUrl: 'http://10.0.0.5:8000/v1',
  openaiApiKey: 'stored',
});

describe('the endpoint a test goes to', () => {
  it('is OpenAI for a key typed in for OpenAI, though another server is configured', () => {
    expect(endpointToTest({ provider: 'openai', apiKey: 'typed' }, custom)).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
      apiKey: 'typed',
    });
  });

  it('never gets the key stored for another', () => {
    for (const wanted of [
      { provider: 'openai' },
      { provider: 'ollama' },
      { provider: 'openai-compatible', baseUrl: 'http://10.0.0.6:8000/v1' },
    ])
      expect(endpointToTest(wanted, custom)?.apiKey).toBeNull();
  });

  it('is the configured one, with its key, where nothing is typed in', () => {
    expect(endpointToTest({ provider: 'openai-compatible' }, custom)).toEqual(custom);
  });
});

describe('the endpoint of the settings', () => {
  it.each([
    ['http://10.0.0.5:11434/v1', 'ollama'],
    ['http://localhost:1234/v1', 'lm-studio'],
    ['http://localhost:8080/v1', 'llama-cpp'],
    ['https://api.openai.com/v1', 'openai'],
    ['https://openrouter.ai/api/v1', 'openai-compatible'],
    ['http://localhost:9999/v1', 'openai-compatible'],
  ])('%s speaks %s', (openaiBaseUrl, id) => {
    expect(endpointOf({ provider: 'auto', openaiBaseUrl })?.dialect.id).toBe(id);
    expect(endpointOf({ provider: 'openai', openaiBaseUrl })?.dialect.id).toBe('openai');
  });

  it('is missing where neither a key nor an address is set', () => {
    expect(endpointOf({ provider: 'auto', openaiApiKey: '  ' })).toBeNull();
  });
});
