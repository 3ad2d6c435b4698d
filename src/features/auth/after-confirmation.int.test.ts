import { describe, expect, test } from 'vitest';
import { throughQwik } from '~/lib/testing/through-qwik';
import { keepDestination, takeDestination } from './after-confirmation';

const PLACE = '/billing/subscribe?price=pro-year-eur&from=a;b,c';
const TRICKS = ['//evil.example', 'https://evil.example', '/logout', '/\\evil.example', '%', '/a b'];
const request = (cookie = '') => new Request('http://localhost/auth/confirm', { headers: { cookie } });

/** What a browser is told to keep of a destination. */
async function kept(next?: string): Promise<string> {
  const answer = await throughQwik(request(), (event) => keepDestination(event, next));
  return answer.headers.get('Set-Cookie') ?? '';
}

/** Where a browser with that cookie is sent, and what it keeps afterwards. */
async function taken(cookie: string) {
  const answer = await throughQwik(request(cookie), (event) => {
    throw event.redirect(303, takeDestination(event));
  });
  return { to: answer.headers.get('Location'), cookie: answer.headers.get('Set-Cookie') ?? '' };
}

describe('where somebody was going who confirms an address first', () => {
  test('is kept for the mail’s link alone, for an hour, and used once', async () => {
    const cookie = await kept(PLACE);
    expect(cookie).toMatch(/; Max-Age=3600; HttpOnly; Path=\/auth\/confirm; SameSite=Lax$/);
    const { to, cookie: left } = await taken(cookie.split(';')[0] ?? '');
    expect(to).toBe(PLACE);
    expect(left).toMatch(/^alcazar-next=; Max-Age=0; .*Path=\/auth\/confirm/);
  });

  test('is forgotten by another account that goes nowhere', async () => {
    expect(await kept()).toMatch(/^alcazar-next=; Max-Age=0/i);
    expect(await taken('')).toEqual({ to: '/dashboard', cookie: '' });
  });

  test.each(TRICKS)('is a path of ours, whoever wrote the form or the cookie: %s', async (next) => {
    expect((await kept(next)).split(';')[0]).toBe('alcazar-next=%2Fdashboard');
    expect((await taken(`alcazar-next=${encodeURIComponent(next)}`)).to).toBe('/dashboard');
  });
});
