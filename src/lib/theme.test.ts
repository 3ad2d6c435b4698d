import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, expect, test } from 'vitest';
import { currentTheme, toTheme } from './theme';

const shared = globalThis as { qcAsyncRequestStore?: AsyncLocalStorage<unknown> };
const requests = new AsyncLocalStorage();
const during = <T>(theme: string | null, run: () => T): T => {
  shared.qcAsyncRequestStore = requests;
  return requests.run({ cookie: { get: () => theme && { value: theme } } }, run);
};

afterEach(() => {
  delete shared.qcAsyncRequestStore;
});

test('what is no theme follows the system', () => {
  expect([toTheme('dark'), toTheme('light'), toTheme('system'), toTheme(null)]).toEqual([
    'dark',
    'light',
    undefined,
    undefined,
  ]);
});

test('the cookie of the running request decides', () => {
  expect(during('dark', currentTheme)).toBe('dark');
  expect(during('"><script>', currentTheme)).toBeUndefined();
  expect(during(null, currentTheme)).toBeUndefined();
});

test('outside a request the system decides', () => {
  expect(currentTheme()).toBeUndefined();
});
