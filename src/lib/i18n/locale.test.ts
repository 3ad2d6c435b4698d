import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { chooseLocale, currentLocale } from './locale';
import * as m from './paraglide/messages';

describe('the language of a request', () => {
  test.each([
    ['the choice comes before what the browser asks for', 'es', 'en', 'es'],
    ['a choice we do not speak is no choice', 'fr', 'es', 'es'],
    ['the browser’s first wish', undefined, 'es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['weights count, not the order', undefined, 'en;q=0.3, es;q=0.9', 'es'],
    ['the order decides among equals', undefined, 'en,es', 'en'],
    ['a language we do not speak is passed over', undefined, 'fr-FR, de;q=0.9, es;q=0.1', 'es'],
    ['q=0 means "not this one"', undefined, 'es;q=0, fr', 'en'],
    ['a region is read without its case', undefined, 'ES-ar', 'es'],
    ['no header', undefined, null, 'en'],
    ['an odd header', undefined, ';;q=,*;q=abc,,', 'en'],
    ['a name of a property every object has', 'constructor', '__proto__', 'en'],
  ])('%s', (_, cookie, header, expected) => {
    expect(chooseLocale(cookie, header)).toBe(expected);
  });
});

describe('the running request', () => {
  const shared = globalThis as { qcAsyncRequestStore?: AsyncLocalStorage<unknown> };
  afterEach(() => {
    delete shared.qcAsyncRequestStore;
  });

  test('two at once, in two languages, do not mix', async () => {
    const requests = new AsyncLocalStorage();
    shared.qcAsyncRequestStore = requests;
    const serve = (locale: string) =>
      requests.run({ locale: () => locale }, async () => {
        await pause(5);
        return [currentLocale(), m.common_sign_out()];
      });
    expect(await Promise.all(['en', 'es', 'en', 'es'].map(serve))).toEqual([
      ['en', 'Sign out'],
      ['es', 'Cerrar sesión'],
      ['en', 'Sign out'],
      ['es', 'Cerrar sesión'],
    ]);
  });

  test('outside a request it is English', () => {
    expect(currentLocale()).toBe('en');
  });
});
