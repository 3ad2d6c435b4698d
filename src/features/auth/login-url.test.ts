import { expect, test } from 'vitest';
import { loginUrl } from './login-url';

const url = (path: string) => new URL(path, 'http://127.0.0.1:3000');

test('a first visit is asked to sign in, and comes back', () => {
  expect(loginUrl(url('/dashboard'), false)).toBe('/login?next=%2Fdashboard');
});

test('a session that has ended says so', () => {
  expect(loginUrl(url('/profile?tab=name'), true)).toBe(
    '/login?error=session_expired&next=%2Fprofile%3Ftab%3Dname',
  );
});

test('what Qwik City adds to a query does not come back: an action is never run by signing in', () => {
  expect(loginUrl(url('/profile?qaction=abc&tab=name&qdata=x&qfunc=y'), true)).toBe(
    '/login?error=session_expired&next=%2Fprofile%3Ftab%3Dname',
  );
});

test.each(['//evil.example/', '/\\evil.example', '/login', '/%2f%2fevil.example'])(
  'from %s the way back is the dashboard',
  (path) => {
    expect(loginUrl(Object.assign(url('/'), { pathname: path }), false)).toBe('/login?next=%2Fdashboard');
  },
);
