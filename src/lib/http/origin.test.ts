import { expect, test } from 'vitest';
import { originFor } from './origin';

test('behind a proxy the app is where ORIGIN says, whatever the Host header says', () => {
  for (const host of [
    'evil.example',
    '127.0.0.1:3000',
    'app.example:8443',
    'a, b',
    '',
    'user@app.example',
    null,
  ]) {
    expect(originFor('https://app.example', host)).toBe('https://app.example');
  }
});

test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])(
  'on this machine %s is as good as ORIGIN',
  (host) => {
    expect(originFor('http://127.0.0.1:3000', host)).toBe(`http://${host}`);
  },
);

test.each([
  'localhost',
  'localhost:3001',
  '127.0.0.2:3000',
  'localhost.evil.example:3000',
  'evil.example:3000',
  'localhost:3000, localhost:3000',
  'localhost:3000/path',
  'user@localhost:3000',
  'localhost:99999',
  'a b',
])('on this machine %j is another site, or none', (host) => {
  expect(originFor('http://localhost:3000', host)).toMatch(/^http:\/\/localhost:3000$/);
});
