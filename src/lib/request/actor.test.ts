import { expect, test } from 'vitest';
import { sessionClaims, verifiedClaims } from '~/lib/data/claims';
import { type Actor, getActor, hasActor, setActor } from './actor';

const id = '00000000-0000-4000-8000-000000000001';
const claims = sessionClaims(verifiedClaims({ role: 'authenticated', sub: id, session_id: id }));
if (!claims) throw new Error('these claims name a session');
const user = { id, email: 'ana@example.test' };
const ana: Actor = { ...user, claims, user, profile: null, signedInAt: new Date(0) };

test('what the guard put in is what a loader gets, also under the guide’s name', () => {
  const ev = { sharedMap: new Map() };
  setActor(ev, ana);
  expect(getActor(ev)).toBe(ana);
  expect(ev.sharedMap.get('user')).toBe(user);
  expect(hasActor(ev)).toBe(true);
});

test('a route without its guard is a bug, not an anonymous visit', () => {
  const ev = { sharedMap: new Map() };
  expect(hasActor(ev)).toBe(false);
  expect(() => getActor(ev)).toThrow('no guard has run');
});
