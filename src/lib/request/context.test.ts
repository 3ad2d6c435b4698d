import { expect, test } from 'vitest';
import { clientAddress, requestId } from './context';

test('what the entry found out is what the app sees', () => {
  const platform = { arrival: { requestId: 'r-1', clientAddress: '192.0.2.7' } };
  const ev = { platform, sharedMap: new Map() };
  expect([requestId(ev), clientAddress(ev)]).toEqual(['r-1', '192.0.2.7']);
});

test('without the entry (development) a request still has one id, and no address', () => {
  const ev = { platform: {}, sharedMap: new Map() };
  expect(requestId(ev)).toMatch(/^[0-9a-f-]{36}$/);
  expect(requestId(ev)).toBe(requestId(ev));
  expect(clientAddress(ev)).toBeNull();
});
