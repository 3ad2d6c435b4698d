import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPath } from './path';

const HOST = 'http://h.example';

test.each([
  '/',
  '/dashboard',
  '/dashboard/q-data.json',
  '/a/b-c_d~e.f',
  '/ma%C3%B1ana',
  '/a%20b',
  '/a;b=c',
  '/@me',
])('%s is taken as it is', (path) => {
  expect(readPath(HOST + path)).toEqual({ kind: 'good', path, search: '' });
});

test('the query is kept as it is, also with a percent sign that does not decode; the fragment is not', () => {
  expect(readPath(`${HOST}/a?b=%zz&c=//d`)).toEqual({ kind: 'good', path: '/a', search: '?b=%zz&c=//d' });
  expect(readPath(`${HOST}/a?b#c`)).toEqual({ kind: 'good', path: '/a', search: '?b' });
});

test.each([
  ['//dashboard', '/dashboard'],
  ['///dashboard//', '/dashboard/'],
  ['/a//b?c=1', '/a/b?c=1'],
  ['//evil.example/a', '/evil.example/a'],
  ['/\\evil.example', '/evil.example'],
  ['\\\\evil.example', '/evil.example'],
  ['/a\\b', '/a/b'],
  ['/./a', '/a'],
  ['/a/../b', '/b'],
  ['/%2e%2e/a', '/a'],
  ['/.//evil.example', '/evil.example'],
  ['/a/%2E/b', '/a/b'],
])('%s moves to %s', (path, to) => {
  expect(readPath(HOST + path)).toEqual({ kind: 'moved', to });
});

test.each([
  '/%',
  '/%zz',
  '/a%2',
  '/%c3%28',
  '/%ff',
  '/%00',
  '/a%0d%0ab',
  '/%7f',
  '/a%2fb',
  '/a%2Fb',
  '/%5cevil',
])('%s is refused', (path) => {
  expect(readPath(HOST + path).kind).toBe('bad');
});

test('what is no path at all is refused: CONNECT’s authority, an asterisk, another scheme', () => {
  for (const url of ['a:80', '*', '', 'ftp://h.example/a', `${HOST}?a`])
    expect(readPath(url).kind).toBe('bad');
});

test('whatever is asked, a move ends: it stays on our host and its target is good', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '%2f',
    '%',
    'a',
    '@',
    ':',
    'evil.example',
    '?',
    '#',
    'ñ',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const read = readPath(`${HOST}/${pieces.join('')}`);
      if (read.kind !== 'moved') return;
      expect(new URL(read.to, HOST).origin).toBe(HOST);
      expect(readPath(HOST + read.to).kind).toBe('good');
    }),
    { numRuns: 2000 },
  );
});
