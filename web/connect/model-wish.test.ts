import { describe, expect, test } from 'vitest';
import { hostOf, modelWish, tidyAddress, type KeyForm } from './model-wish.ts';

const form = (change: Partial<KeyForm>): KeyForm => ({
  vendor: 'openai',
  baseUrl: '',
  model: '',
  key: '',
  ...change,
});
const nothingSaved = { key: false };

test('a key is sent without what was copied along with it', () => {
  expect(modelWish(form({ key: '  sk-proj-ab\n cd\u200B\t' }), nothingSaved)).toEqual({
    provider: 'openai',
    apiKey: 'sk-proj-abcd',
  });
});

test('OpenAI needs a key, unless one is saved', () => {
  expect(modelWish(form({ key: '  ' }), nothingSaved)).toBeNull();
  expect(modelWish(form({ model: ' gpt-6-sol ' }), { key: true })).toEqual({
    provider: 'openai',
    model: 'gpt-6-sol',
  });
});

test('a named vendor needs a model and brings its address', () => {
  expect(modelWish(form({ vendor: 'gemini', key: 'AIzaX' }), nothingSaved)).toBeNull();
  expect(modelWish(form({ vendor: 'gemini', key: 'AIzaX', model: 'gemini-3' }), nothingSaved)).toEqual({
    provider: 'openai-compatible',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    apiKey: 'AIzaX',
    model: 'gemini-3',
  });
});

test('another server needs an address only', () => {
  expect(modelWish(form({ vendor: 'other' }), nothingSaved)).toBeNull();
  expect(modelWish(form({ vendor: 'other', baseUrl: '192.168.1.20:8000' }), nothingSaved)).toEqual({
    provider: 'openai-compatible',
    baseUrl: 'http://192.168.1.20:8000/v1',
  });
});

describe('an address', () => {
  test.for([
    [' http://localhost:8000/v1/ ', 'http://localhost:8000/v1'],
    ['localhost:8000', 'http://localhost:8000/v1'],
    ['api.example.com/openai', 'https://api.example.com/openai'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
  ])('%s becomes the one that calls start from', ([typed, address]) => {
    expect(tidyAddress(typed ?? '')).toBe(address);
  });

  test.for(['', '  ', 'ftp://example.com/v1', 'http://', 'https://me:secret@example.com/v1', 'two words'])(
    '"%s" is none',
    (typed) => {
      expect(tidyAddress(typed)).toBeNull();
    },
  );

  test('is called by its host', () => {
    expect(hostOf('http://127.0.0.1:11434/v1')).toBe('localhost:11434');
    expect(hostOf('https://api.example.com/v1')).toBe('api.example.com');
  });
});
