import { expect, test } from 'vitest';
import { eventSentence } from './event-words';
import type { EventDetails } from './security.details';
import { type SecurityEventKind, securityEventEnum } from './security.schema';

const done = (kind: SecurityEventKind, details: EventDetails = {}) =>
  eventSentence({ kind, outcome: 'succeeded', details });
const refused = (kind: SecurityEventKind, details: EventDetails = {}) =>
  eventSentence({ kind, outcome: 'refused', details });

test('every kind has a sentence of its own, done and refused', () => {
  const kinds = securityEventEnum.enumValues;
  const sentences = kinds.map((kind) => done(kind));
  expect(new Set(sentences).size).toBe(kinds.length);
  for (const kind of kinds) expect(refused(kind)).toMatch(/\w/);
});

test('it says by which way, how many and why', () => {
  expect(done('sign_in', { method: 'password' })).toBe('Signed in with your password');
  expect(done('other_sessions_ended', { count: 1 })).toBe('1 other device signed out');
  expect(done('other_sessions_ended', { count: 3 })).toBe('3 other devices signed out');
  expect(refused('sign_in', { reason: 'wrong_password' })).toBe('Sign-in refused: wrong password');
  expect(refused('data_exported')).toBe('Refused: Your data exported');
  expect(done('role_changed', { role: 'admin' })).not.toBe(done('role_changed', { role: 'user' }));
});

test('a word that nobody knows any more is left out', () => {
  // As another version of the app may have written it.
  const old: EventDetails = JSON.parse('{"reason": "moon_phase", "method": "pigeon"}');
  expect(refused('sign_in', old)).toBe(refused('sign_in'));
  expect(done('sign_in', old)).toBe(done('sign_in'));
});
