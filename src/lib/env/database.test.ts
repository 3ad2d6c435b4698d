import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directUrlProblems, poolerUrlProblems, readDatabaseUrl } from './database';

const CANARY = 'c4n4ry';
const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

describe('a database URL', () => {
  test('accepts every password that was percent-encoded, and reads it back whole', () => {
    fc.assert(
      fc.property(anyText, (password) => {
        const url = pooler(encodeURIComponent(password));
        expect(poolerUrlProblems(url)).toEqual([]);
        const read = readDatabaseUrl(url);
        expect('url' in read && decodeURIComponent(read.url.password)).toBe(password);
      }),
    );
  });

  test('refuses every password with a raw character that ends a part of the URL, and says how to encode it', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom('@', ':', '/', '?', '#', '[', ' ', '\\'),
        anyText,
        (before, special, after) => {
          const [problem, ...others] = poolerUrlProblems(pooler(`${before}${special}${after}`));
          expect(others).toEqual([]);
          expect(problem).toMatch(/must be percent-encoded|placeholder in brackets/);
        },
      ),
    );
  });

  test('never repeats a piece of what it was given, and never throws', () => {
    const pieces = fc.constantFrom(
      CANARY,
      ':',
      '@',
      '/',
      '?',
      '#',
      '%',
      '[',
      ']',
      'postgres://',
      ':6543',
      '/postgres',
      '?pgbouncer=true',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const url = parts.join('');
        expect([...poolerUrlProblems(url), ...directUrlProblems(url)].join()).not.toContain(CANARY);
        expect([...poolerUrlProblems(`postgres://${url}`)].join()).not.toContain(CANARY);
      }),
      { numRuns: 500 },
    );
  });
});

function pooler(password: string): string {
  return `postgres://alcazar_app.ref:${password}@aws-0-eu.pooler.supabase.com:6543/postgres?pgbouncer=true&sslmode=require`;
}
