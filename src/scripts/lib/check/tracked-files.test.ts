import { expect, test } from 'vitest';
import { leaksIn } from './tracked-files';

const folders = ['/home/ada/alcazar', '/root'];

test('a registry and a folder of the machine are named with their line', () => {
  const host = ['https://regis', 'try.example.test/thing.tgz'].join('');
  expect(leaksIn('a.ts', `one\nfrom '${host}'\ncd /home/ada/alcazar/src`, folders)).toEqual([
    expect.stringMatching(/^a\.ts:2 names https/),
    'a.ts:3 names /home/ada/alcazar',
  ]);
});

test('a folder with one name is too common to be told from a route', () => {
  expect(leaksIn('a.ts', 'not under /root, please', folders)).toEqual([]);
});
