import { owner } from '../src/lib/testing/owner';
import { type Approach, approachesTo, oddSpellingsOf } from './http/approaches';
import { formsIn } from './http/forms';
import { FORM_TYPE, type HttpBrowser } from './http/http-browser';
import { cookieHeader, impostors, strangers } from './http/intruders';
import { type RawAnswer, rawRequest } from './http/raw-request';
import { ownPages } from './http/routes';
import { signInByHttp } from './steps/sign-in';
import { newUser, type Person } from './support/people';
import { expect, test } from './support/test';

const ORIGIN = process.env.ORIGIN ?? '';
const ROUTES = ownPages();
/** What an intruder would write. */
const GRAFFITI = 'Graffiti On The Wall';
const WRITTEN = { fullName: GRAFFITI, locale: 'browser', timeZone: '', theme: 'system' };

interface Victim extends Person {
  id: string;
  browser: HttpBrowser;
  /** The value of their session cookie. */
  session: string;
}

/** Somebody with a name that is found nowhere else, and a session. */
async function newVictim(): Promise<Victim> {
  const person = await newUser({ fullName: `Canary ${crypto.randomUUID()}` });
  const browser = await signInByHttp(person);
  const [row] = await owner`select id from profiles where email = ${person.email}`;
  return { ...person, id: row?.id, browser, session: browser.jar.get('alcazar-auth') ?? '' };
}

/** All there is to ask of a route. Its actions are those of the forms that its owner sees. */
async function everyApproachTo(path: string, { browser }: Victim): Promise<Approach[]> {
  const { body, status } = await browser.open(path);
  expect(status, `${path} for its owner`).toBe(200);
  const actions = formsIn(body).flatMap(({ action }) => (action.includes('qaction') ? [action] : []));
  return approachesTo(path, { origin: ORIGIN, actions, fields: WRITTEN });
}

/**
 * Nobody in particular tries everything everywhere, and everybody tries everything at one page. At the others each tries the
 * page, its data, HEAD and its actions: one guard stands before all of them, and the rest would be the same again.
 */
function triedBy(who: string, path: string, approaches: Approach[]): Approach[] {
  if (who === 'nobody' || path === ROUTES[0]) return approaches;
  return approaches.filter(({ target, method = 'GET', headers }) => {
    if (method === 'POST') return target.includes('qaction') && headers?.['Content-Type'] === FORM_TYPE;
    return method === 'HEAD' || (method === 'GET' && !target.includes('?') && target !== '/');
  });
}

/** All of them at one page, and every seventh at each of the others, another seventh each time: one door reads them all. */
function spellingsTriedOf(path: string): string[] {
  const all = oddSpellingsOf(path);
  const place = ROUTES.indexOf(path);
  return place === 0 ? all : all.filter((_, index) => index % 7 === place % 7);
}

function expectNothingOf(victim: Victim, answer: RawAnswer, what: string): void {
  const all = answer.body + JSON.stringify([...answer.headers]);
  expect(answer.status, what).toBeLessThan(500);
  expect(all.includes(victim.fullName) || all.includes(victim.email), `${what} tells of the victim`).toBe(
    false,
  );
}

async function expectUnchanged({ id, fullName }: Victim): Promise<void> {
  const [row] = await owner`select full_name from profiles where id = ${id}`;
  expect(row?.full_name).toBe(fullName);
}

test('the folder of the signed-in pages is found', () => {
  expect(ROUTES).toEqual(expect.arrayContaining(['/dashboard', '/profile']));
});

test('what is tried here on strangers works for the owner, so it is worth trying', async () => {
  const victim = await newVictim();
  const answers = await Promise.all(
    (await everyApproachTo('/account', victim)).map(({ target, ...request }) => {
      const headers = { ...request.headers, ...cookieHeader({ 'alcazar-auth': victim.session }) };
      return rawRequest(ORIGIN, target, { ...request, headers });
    }),
  );
  const [row] = await owner`select full_name from profiles where id = ${victim.id}`;
  expect(row?.full_name).toBe(GRAFFITI);
  expect(answers.filter(({ body }) => body.includes(victim.email)).length).toBeGreaterThan(10);
});

for (const path of ROUTES) {
  test.describe(path, () => {
    test('opens to its owner, and only to them', async () => {
      const victim = await newVictim();
      expect((await victim.browser.open(path)).body).toContain(victim.fullName);
      const closed = await rawRequest(ORIGIN, path, { headers: { Accept: 'text/html' } });
      expect(closed.status).toBe(302);
      expect(closed.headers.get('Location')).toBe(`/login?next=${encodeURIComponent(path)}`);
    });

    test('gives a stranger nothing, whoever they say they are and however they ask', async () => {
      const [victim, other] = await Promise.all([newVictim(), newVictim()]);
      const approaches = await everyApproachTo(path, victim);
      for (const [who, cookies] of Object.entries(strangers(victim.session, other.session))) {
        for (const { target, ...request } of triedBy(who, path, approaches)) {
          const headers = { ...request.headers, ...cookieHeader(cookies) };
          const answer = await rawRequest(ORIGIN, target, { ...request, headers });
          const what = `${who}: ${request.method ?? 'GET'} ${target} ${headers['Content-Type'] ?? ''}`;
          expectNothingOf(victim, answer, what);
          const isOpen = target.startsWith('/?') || target === '/' || request.method === 'OPTIONS';
          if (!isOpen) expect(answer.status, what).toBeGreaterThanOrEqual(300);
          expect(hasNewSession(answer), `${what} is given a session`).toBe(false);
        }
      }
      await expectUnchanged(victim);
      expect((await victim.browser.open(path)).status, 'its owner is still in').toBe(200);
    });

    test('shows an impostor no more than their own', async () => {
      const [victim, thief] = await Promise.all([newVictim(), newVictim()]);
      const approaches = await everyApproachTo(path, victim);
      for (const [who, cookies] of Object.entries(impostors(thief.session, victim))) {
        for (const { target, ...request } of triedBy(who, path, approaches)) {
          const headers = { ...request.headers, ...cookieHeader(cookies) };
          const answer = await rawRequest(ORIGIN, target, { ...request, headers });
          expectNothingOf(victim, answer, `${who}: ${request.method ?? 'GET'} ${target}`);
        }
      }
      await expectUnchanged(victim);
    });

    test('is not found by spelling it oddly, and what is found is kept by nobody', async () => {
      const victim = await newVictim();
      const session = cookieHeader({ 'alcazar-auth': victim.session });
      for (const target of spellingsTriedOf(path)) {
        const stranger = await rawRequest(ORIGIN, target, { headers: { Accept: 'text/html' } });
        expect(stranger.status, target).toBeGreaterThanOrEqual(300);
        expect(stranger.status, target).toBeLessThan(500);
        const location = stranger.headers.get('Location');
        if (location) expect(new URL(location, ORIGIN).origin, `${target} leads to ${location}`).toBe(ORIGIN);

        const own = await rawRequest(ORIGIN, target, { headers: { Accept: 'text/html', ...session } });
        expect(own.status, target).toBeLessThan(500);
        if (own.body.includes(victim.fullName)) {
          expect(own.headers.get('Cache-Control'), target).toBe('private, no-store');
        }
      }
    });
  });
}

function hasNewSession({ headers }: RawAnswer): boolean {
  return headers.getSetCookie().some((line) => /^[^=]*alcazar-auth[^=]*=[^;]/.test(line));
}
