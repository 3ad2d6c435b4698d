import { HttpBrowser } from '../../e2e/http/http-browser';
import { newUser } from '../../e2e/support/people';
import { claimsOf } from '../../src/lib/supabase/session';
import { compete, type Result, type Rules } from './contest';
import { tokenIn } from './cookie-token';
import { startFloor } from './floor';
import type { Next } from './load';
import type { Recorder, Recording } from './recorded';

/** A sign-in that went well, and the session that it opened. */
export interface RecordedSignIn extends Omit<Recording, 'statements'> {
  sessionId: string;
}

/** The form of somebody who signs in all day, always in the browser that the app knows them by. */
interface Visitor {
  path: string;
  body: string;
  headers: Record<string, string>;
}

/** As production hashes passwords: that is most of what a sign-in costs, here and at the floor. */
const BCRYPT_COST = 10;

/** The embedded auth server hashes one password after the other: more than two would wait for it and measure nothing else. */
const CONNECTIONS = 2;

/**
 * Signing in by the form beside a bare server that asks the auth server and the database the same for it. Twice as many people
 * as connections, so that nobody is in two tries at once: those are counted.
 */
export async function measureSignIns(origin: string, recorder: Recorder, given: Rules): Promise<Result> {
  const rules = { ...given, connections: Math.min(given.connections, CONNECTIONS) };
  const visitors: Visitor[] = [];
  const recordings: [string, RecordedSignIn][] = [];
  for (let made = 0; made < rules.connections * 2; made++) {
    const person = await newUser({}, BCRYPT_COST);
    const visitor = await knownVisitor(recorder, person);
    recordings.push([person.email, await recordSignIn(recorder, visitor)]);
    visitors.push(visitor);
  }
  const floor = await startFloor('bench/sign-in-floor.ts', Object.fromEntries(recordings));
  const contest = {
    name: 'sign-in',
    app: signInsAt(origin, visitors),
    floor: signInsAt(floor.origin, visitors),
  };
  try {
    return await compete(contest, rules);
  } finally {
    await floor.stop();
  }
}

/** After a first sign-in and out of it again: what is left is the cookie by which the browser is known. */
async function knownVisitor(
  { origin }: Recorder,
  { email, password }: { email: string; password: string },
): Promise<Visitor> {
  const browser = new HttpBrowser(origin);
  const { path, fields } = await browser.formFor('/login', { email, password });
  const body = new URLSearchParams({ ...fields, email, password }).toString();
  const { status } = await browser.post(path, body);
  if (status !== 303) throw new Error(`the first sign-in of ${email} answered ${status}`);
  const device = browser.jar.get('alcazar-device');
  if (!device) throw new Error('A browser that signed in is not known again.');
  return { path, body, headers: { Cookie: `alcazar-device=${device}` } };
}

async function recordSignIn(recorder: Recorder, { path, body, headers }: Visitor): Promise<RecordedSignIn> {
  const browser = new HttpBrowser(recorder.origin);
  const { given, steps } = await recorder.listenTo(() => browser.post(path, body, headers));
  const token = tokenIn(browser.jar.header);
  const claims = token && claimsOf(token);
  if (!claims || !('session_id' in claims) || !claims.session_id) {
    throw new Error(`a sign-in answered ${given.status}: ${given.body}`);
  }
  const { status } = given;
  return { status, headers: [...given.headers], body: given.body, steps, sessionId: claims.session_id };
}

function signInsAt(origin: string, visitors: Visitor[]): Next {
  let turn = 0;
  return () => {
    const { path = '', body = '', headers = {} } = visitors[turn++ % visitors.length] ?? {};
    const form = { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/html' };
    return new Request(origin + path, { method: 'POST', headers: { ...form, ...headers }, body });
  };
}
