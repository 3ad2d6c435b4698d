import { owner } from '../src/lib/testing/owner';
import { approachesTo } from './http/approaches';
import { formsIn } from './http/forms';
import type { HttpBrowser } from './http/http-browser';
import { cookieHeader, strangers } from './http/intruders';
import { type RawAnswer, rawRequest } from './http/raw-request';
import { adminRoutes, routesBelow } from './http/routes';
import { signInByHttp } from './steps/sign-in';
import { idOf, newAdmin, newUser, type Person } from './support/people';
import { expect, test } from './support/test';

const ORIGIN = process.env.ORIGIN ?? '';
/** What an intruder would do to the user whose page it is. */
const FIELDS = { act: 'suspend' };
/** Beside 404: what is said of a method or a malformed body, to anybody alike, before it is asked who they are. */
const SAID_TO_ANYBODY = [204, 400, 405, 415, 501];

interface Subject extends Person {
  id: string;
}

async function newSubject(): Promise<Subject> {
  const person = await newUser({ fullName: `Canary ${crypto.randomUUID()}` });
  return { ...person, id: await idOf(person) };
}

/** The actions of the forms that an administrator sees there. */
async function actionsOf(path: string, admin: HttpBrowser): Promise<string[]> {
  const { body, status } = await admin.open(path);
  expect(status, `${path} for an administrator`).toBe(200);
  const actions = formsIn(body).flatMap(({ action }) => (action.includes('qaction') ? [action] : []));
  return [...new Set(actions)];
}

/** All there is to ask of a page of the administration. */
async function everyApproachTo(path: string, admin: HttpBrowser) {
  return approachesTo(path, { origin: ORIGIN, actions: await actionsOf(path, admin), fields: FIELDS });
}

const sessionOf = ({ jar }: HttpBrowser) => jar.get('alcazar-auth') ?? '';

async function expectUntouched({ id }: Subject): Promise<void> {
  const [row] = await owner`select role, suspended_at from profiles where id = ${id}`;
  expect(row).toEqual({ role: 'user', suspended_at: null });
}

function expectNothingOf({ fullName, email }: Subject, answer: RawAnswer, what: string): void {
  const all = answer.body + JSON.stringify([...answer.headers]);
  expect(all.includes(fullName) || all.includes(email), `${what} tells of the user`).toBe(false);
}

/** An answer without what differs each time: the number of the request, the nonces and marks of the page, the address. */
function withoutItsOwn({ status, body }: { status: number; body: string }, path: string): string {
  const shared = body
    .replaceAll(path, '/path')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
    .replaceAll(/(nonce|q:instance)="[^"]+"|qFuncs_\w+/g, '');
  return `${status} ${shared}`;
}

test('the folder of the administration is found', () => {
  expect(routesBelow('(admin)')).toEqual(expect.arrayContaining(['/admin/users', '/admin/users/any']));
});

test('what is tried here on others works for an administrator, so it is worth trying', async () => {
  const subject = await newSubject();
  const admin = await signInByHttp(await newAdmin());
  const path = `/admin/users/${subject.id}`;
  for (const { target, ...request } of await everyApproachTo(path, admin)) {
    const headers = { ...request.headers, ...cookieHeader({ 'alcazar-auth': sessionOf(admin) }) };
    await rawRequest(ORIGIN, target, { ...request, headers });
  }
  const [row] = await owner`select suspended_at from profiles where id = ${subject.id}`;
  expect(row?.suspended_at).toBeInstanceOf(Date);
});

for (const route of routesBelow('(admin)')) {
  const pathFor = ({ id }: Subject) =>
    adminRoutes(id).find((path) => path === route || path.includes(id)) ?? '';

  test.describe(route, () => {
    test('leads whoever is not signed in to the door, and gives them nothing', async () => {
      const subject = await newSubject();
      const [admin, other] = await Promise.all([
        signInByHttp(await newAdmin()),
        signInByHttp(await newUser()),
      ]);
      const path = pathFor(subject);
      const closed = await rawRequest(ORIGIN, path, { headers: { Accept: 'text/html' } });
      expect([closed.status, closed.headers.get('Location')]).toEqual([
        302,
        `/login?next=${encodeURIComponent(path)}`,
      ]);
      const approaches = await everyApproachTo(path, admin);
      for (const [who, cookies] of Object.entries(strangers(sessionOf(admin), sessionOf(other)))) {
        for (const { target, ...request } of approaches) {
          const headers = { ...request.headers, ...cookieHeader(cookies) };
          const answer = await rawRequest(ORIGIN, target, { ...request, headers });
          const what = `${who}: ${request.method ?? 'GET'} ${target} ${headers['Content-Type'] ?? ''}`;
          expectNothingOf(subject, answer, what);
          expect(answer.status, what).toBeLessThan(500);
        }
      }
      await expectUntouched(subject);
    });

    test('is not there for a user, however they ask', async () => {
      const subject = await newSubject();
      const [admin, user] = await Promise.all([
        signInByHttp(await newAdmin()),
        signInByHttp(await newUser()),
      ]);
      const path = pathFor(subject);
      for (const { target, method = 'GET', ...request } of await everyApproachTo(path, admin)) {
        if (!target.startsWith(path)) continue;
        const headers = { ...request.headers, ...cookieHeader({ 'alcazar-auth': sessionOf(user) }) };
        const answer = await rawRequest(ORIGIN, target, { ...request, method, headers });
        const what = `${method} ${target} ${request.headers?.['Content-Type'] ?? ''}`;
        expectNothingOf(subject, answer, what);
        const expected = /^(GET|HEAD)$/.test(method) ? [404] : [404, ...SAID_TO_ANYBODY];
        expect(expected, what).toContain(answer.status);
      }
      await expectUntouched(subject);
    });

    test('looks to a user like an address that is none: page, data and post', async () => {
      const subject = await newSubject();
      const [admin, user] = await Promise.all([
        signInByHttp(await newAdmin()),
        signInByHttp(await newUser()),
      ]);
      const [path, nowhere] = [pathFor(subject), '/admin/nowhere'];
      for (const data of ['', '/q-data.json']) {
        const answers = [path, nowhere].map(async (place) =>
          withoutItsOwn(await user.open(place + data), place),
        );
        const [found, missing] = await Promise.all(answers);
        expect(found === missing, `${path}${data} differs`).toBe(true);
        expect(found?.slice(0, 4)).toBe('404 ');
      }
      for (const action of await actionsOf(path, admin)) {
        expect((await user.post(path + action, 'act=suspend')).status).toBe(404);
      }
    });

    test('opens to an administrator, and nobody keeps it', async () => {
      const subject = await newSubject();
      const admin = await signInByHttp(await newAdmin());
      const search = `?search=${encodeURIComponent(subject.fullName)}`;
      for (const place of [pathFor(subject), `${pathFor(subject)}/q-data.json`]) {
        const { status, headers, body } = await admin.open(place + search);
        expect([status, headers.get('Cache-Control')], place).toEqual([200, 'private, no-store']);
        // The overview is about nobody in particular.
        if (route !== '/admin') expect(body, place).toContain(subject.fullName);
        expect(body.includes(sessionOf(admin)), place).toBe(false);
      }
    });
  });
}
