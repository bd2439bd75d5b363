import { expect, test } from 'vitest';
import { misplacedKey, vendorOf } from './vendors.ts';

test('a key of somebody else is noticed, whatever blanks stand around it', () => {
  expect(misplacedKey(' sk-ant-api03-x', { vendor: 'openai', baseUrl: '' })?.label).toBe('Anthropic');
  expect(misplacedKey('AIzaSyX', { vendor: 'openai', baseUrl: '' })?.vendor).toBe('gemini');
  expect(misplacedKey('sk-proj-x', { vendor: 'groq', baseUrl: '' })?.vendor).toBe('openai');
});

test('a key in its place, an unknown one, and any key for a server of your own are left alone', () => {
  expect(misplacedKey('sk-proj-x', { vendor: 'openai', baseUrl: '' })).toBeNull();
  expect(misplacedKey('sk-older', { vendor: 'openai', baseUrl: '' })).toBeNull();
  expect(misplacedKey('AIzaSyX', { vendor: 'other', baseUrl: 'http://gateway:1/v1' })).toBeNull();
});

test('what is configured opens its own tab', () => {
  expect(vendorOf({ id: 'openai', baseUrl: 'https://api.openai.com/v1' })).toBe('openai');
  expect(vendorOf({ id: 'openai-compatible', baseUrl: 'https://openrouter.ai/api/v1' })).toBe('openrouter');
  expect(vendorOf({ id: 'openai-compatible', baseUrl: 'http://10.0.0.2:8000/v1' })).toBe('other');
});
