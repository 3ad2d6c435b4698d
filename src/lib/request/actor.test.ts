import type { User } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { ANONYMOUS } from '~/lib/data/claims';
import { type Actor, getActor, hasActor, setActor } from './actor';

const user = { id: 'u-1', app_metadata: {}, user_metadata: {}, aud: '', created_at: '' } satisfies User;
const ana: Actor = { id: 'u-1', email: 'ana@example.test', claims: ANONYMOUS, user };

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
