import { expect, test } from 'vitest';
import { tooSoon } from './repeated-mails';

test('a mail may follow another when its time has come', () => {
  expect(tooSoon(null, { mailEverySeconds: 60 })).toBeNull();
  expect(tooSoon(60, { mailEverySeconds: 60 })).toBeNull();
  expect(tooSoon(59.5, { mailEverySeconds: 60 })?.status).toBe(429);
  expect(tooSoon(-0.001, { mailEverySeconds: 60 })?.status).toBe(429);
});

test('without a limit two at once are two mails', () => {
  expect(tooSoon(-0.001, { mailEverySeconds: 0 })).toBeNull();
});
