import { expect, test } from 'vitest';
import { clientAddressFinder } from './client-address';

const nobody = clientAddressFinder([]);
const inside = clientAddressFinder(['10.0.0.0/8', '2001:db8::/32']);

test('without a trusted proxy the address is the peer’s, whatever the header says', () => {
  expect(nobody('192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
  expect(inside('192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
});

test('a trusted proxy names its client; what the client itself wrote before that does not count', () => {
  expect(inside('10.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
  expect(inside('10.0.0.1', '1.1.1.1, 203.0.113.9')).toBe('203.0.113.9');
  expect(inside('10.0.0.1', '1.1.1.1, 203.0.113.9, 10.2.2.2')).toBe('203.0.113.9');
  expect(inside('2001:db8::1', '203.0.113.9')).toBe('203.0.113.9');
});

test('addresses with a port, in brackets or mapped into IPv6 are the same addresses', () => {
  expect(inside('::ffff:10.0.0.1', '203.0.113.9:4711')).toBe('203.0.113.9');
  expect(inside('10.0.0.1', '[2001:db9::5]:443')).toBe('2001:db9::5');
  expect(nobody('::ffff:192.0.2.1', null)).toBe('192.0.2.1');
});

test('what is no address never becomes one', () => {
  expect(inside('10.0.0.1', 'unknown')).toBe('10.0.0.1');
  expect(inside('10.0.0.1', '203.0.113.9, <script>')).toBe('10.0.0.1');
  expect(inside('10.0.0.1', '')).toBe('10.0.0.1');
  expect(nobody(null, '203.0.113.9')).toBeNull();
});
