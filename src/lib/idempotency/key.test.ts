import { expect, test } from 'vitest';
import { CommandKey, keyOf, newKey } from './key';

const header = (key: string) => new Headers({ 'Idempotency-Key': key });

test.each(['k', '8e03978e-40d5-43dd-bc93-6894a57f9324', '"quoted"', '!~', 'k'.repeat(255)])(
  'a key of visible characters is taken as it is: %s',
  (key) => {
    expect(keyOf(header(key))).toBe(key);
    expect(CommandKey.parse(key)).toBe(key);
  },
);

test.each(['', ' ', 'a b', 'ñ', 'a\tb', 'k'.repeat(256)])('another is refused: %j', (key) => {
  expect(() => keyOf(header(key))).toThrow(expect.objectContaining({ code: 'invalid', status: 400 }));
  expect(CommandKey.safeParse(key).success).toBe(false);
});

test('none is refused', () => {
  expect(() => keyOf(new Headers())).toThrow(expect.objectContaining({ status: 400 }));
  expect(CommandKey.safeParse(undefined).success).toBe(false);
});

test('a form gets a new one each time, and it is one', () => {
  expect(newKey()).not.toBe(newKey());
  expect(CommandKey.safeParse(newKey()).success).toBe(true);
});
