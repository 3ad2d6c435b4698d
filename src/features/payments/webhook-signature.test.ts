import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSignedWebhook, signWebhook } from './webhook-signature';

const SECRET = 'whsec_of_a_test';
const AT = new Date('2026-03-01T10:00:00Z');
const after = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

test('a body is known by its signature, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (body) => {
      expect(isSignedWebhook(SECRET, body, signWebhook(SECRET, body, AT), AT)).toBe(true);
    }),
  );
});

test('another body, another secret, or another time is not what was signed', () => {
  const header = signWebhook(SECRET, '{"amount":"5"}', AT);
  expect(isSignedWebhook(SECRET, '{"amount":"6"}', header, AT)).toBe(false);
  expect(isSignedWebhook('whsec_other', '{"amount":"5"}', header, AT)).toBe(false);
  const moved = header.replace(/t=\d+/, `t=${AT.getTime() / 1000 + 1}`);
  expect(isSignedWebhook(SECRET, '{"amount":"5"}', moved, AT)).toBe(false);
});

test('what was signed more than five minutes ago, or will be, is not taken', () => {
  const header = signWebhook(SECRET, 'body', AT);
  expect(
    [-301, -300, 0, 300, 301].map((seconds) => isSignedWebhook(SECRET, 'body', header, after(seconds))),
  ).toEqual([false, true, true, true, false]);
});

test('while a secret is changed, one right signature of several is enough', () => {
  const [old, young] = [signWebhook('whsec_old', 'body', AT), signWebhook(SECRET, 'body', AT)];
  expect(isSignedWebhook(SECRET, 'body', `${old},${young.split(',')[1]}`, AT)).toBe(true);
});

test.each([
  null,
  '',
  't=',
  'v1=',
  't=1',
  `t=NaN,v1=${'a'.repeat(64)}`,
  't=1772359200,v1=',
  't=1772359200,v0=abc',
  '=,=,,',
])('a header that is none vouches for nothing: %j', (header) => {
  expect(isSignedWebhook(SECRET, 'body', header, AT)).toBe(false);
});
