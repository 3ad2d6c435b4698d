import { expect, test } from 'vitest';
import { initials } from './initials';

test.each([
  ['Ana Beltrán', 'AB'],
  ['  íñigo   de la torre ', 'ÍT'],
  ['Björk', 'B'],
  ['𝒜da 😀smile', '𝒜😀'],
  ['', ''],
])('%j is %j', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
