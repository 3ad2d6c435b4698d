import { EVEN_TIME_MS } from '../../src/features/auth/even-time';
import { owner } from '../../src/lib/testing/owner';
import { EVERY_FORM } from '../steps/every-form';
import { signInByHttp } from '../steps/sign-in';
import { closeLedger } from '../steps/wallet';
import { everyMail } from '../support/mailbox';
import { newUser } from '../support/people';
import { expect, test } from '../support/test';
import { callAll, callsElsewhere, everyCall, keptWith } from './calls';
import { untried } from './coverage';
import { troubleInMail } from './judge';
import { ProbedCanaries } from './probed-canaries';
import { Probe } from './probing';
import { assail, wholeSurface } from './surface';

/** `ATTACK_RUNS=50 bun run attack` for a look; `ATTACK_CLOCK=off` where the machine has other things to do. */
const { ATTACK_RUNS = '1000', ATTACK_CLOCK } = process.env;
const RUNS = Number(ATTACK_RUNS);

/** These say nothing about who has an account, not even by their time. */
const EVEN = /^\/(login|login\/code|signup|forgot-password|auth\/confirm|account\/(email|confirm))\b/;

test.afterAll(closeLedger);

test(`every form takes ${RUNS} hostile inputs, each within its time`, async () => {
  const clock = {
    patience: (form: string) => (EVEN.test(form) ? EVEN_TIME_MS : 0),
    control: () => fetch(`${process.env.ORIGIN}/health/live`).then((answer) => answer.text()),
  };
  const probe = new Probe({
    runs: RUNS,
    isAtOnce: true,
    clock: ATTACK_CLOCK === 'off' ? undefined : clock,
    lift: () => owner`delete from public.rate_limits`,
  });
  const canaries = new ProbedCanaries(process.env.ORIGIN ?? '', probe);
  const mailTroubles = new Set<string>();
  for (const [form, fill] of Object.entries(EVERY_FORM)) {
    // What was tried may have been taken: whoever goes on may find another password than theirs, or an empty wallet.
    await fill(canaries).catch((error) =>
      console.log(`  ${form} was not filled in to its end: ${error.message}`),
    );
    // The box keeps the newest few hundred.
    for (const mail of await everyMail()) mailTroubles.add(troubleInMail(mail) ?? '');
  }
  console.log(probe.tallies.map((line) => `  ${line}`).join('\n'));
  expect(probe.troubles).toEqual([]);
  expect([...mailTroubles].filter(Boolean)).toEqual([]);
  expect(untried(probe.taken), 'forms that were never taken').toEqual([]);
});

test('every route, by every method, content type and origin', async () => {
  expect(await assail(wholeSurface())).toEqual([]);
});

test('everything that the server knows to call, at every route, by nobody and by somebody', async () => {
  const [victim, stranger] = await Promise.all([newUser(), newUser()]);
  const browser = await signInByHttp(stranger);
  expect((await browser.open('/dashboard')).status).toBe(200);
  // Nobody else is here: nothing at all is kept of it, but that they were at the door of the administration.
  const [before, began] = [await keptWith(''), new Date()];
  expect(await callAll(everyCall(), '', [victim.email])).toEqual([]);
  expect(await callAll(callsElsewhere(), browser.jar.header, [victim.email])).toEqual([]);
  expect(await keptWith('')).toEqual(before);
  const trail = await owner`select distinct kind from security_events where occurred_at > ${began}`;
  expect(trail.map(({ kind }) => kind)).toEqual(['access_refused']);
  expect((await browser.open('/dashboard')).status).toBe(200);
});
