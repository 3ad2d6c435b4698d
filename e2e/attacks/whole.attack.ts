import { EVEN_TIME_MS } from '../../src/features/auth/even-time';
import { EVERY_FORM } from '../steps/every-form';
import { signInByHttp } from '../steps/sign-in';
import { closeLedger } from '../steps/wallet';
import { newUser } from '../support/people';
import { expect, test } from '../support/test';
import { Probe, ProbedCanaries } from './probing';
import { assail, callsElsewhere, everyCall, wholeSurface } from './surface';

/** `ATTACK_RUNS=50 bun run attack` for a look; `ATTACK_CLOCK=off` where the machine has other things to do. */
const { ATTACK_RUNS = '1000', ATTACK_CLOCK } = process.env;
const RUNS = Number(ATTACK_RUNS);

/** These say nothing about who has an account, not even by their time. */
const EVEN = /^\/(login|login\/code|signup|forgot-password|auth\/confirm|account\/(email|confirm))\b/;

test.afterAll(closeLedger);

test(`every form takes ${RUNS} hostile inputs, each within its time`, async () => {
  const patience = (form: string) => (EVEN.test(form) ? EVEN_TIME_MS : 0);
  const probe = new Probe({
    runs: RUNS,
    isAtOnce: true,
    patience: ATTACK_CLOCK === 'off' ? undefined : patience,
  });
  const canaries = new ProbedCanaries(process.env.ORIGIN ?? '', probe);
  for (const fill of Object.values(EVERY_FORM)) {
    // Whoever sends the form afterwards may be locked out by now: only what came of the inputs counts.
    await fill(canaries).catch(() => undefined);
  }
  console.log(probe.forms.map((form) => `  ${form}`).join('\n'));
  expect(probe.troubles).toEqual([]);
  expect(probe.forms.length).toBeGreaterThan(Object.keys(EVERY_FORM).length - 5);
});

test('every route, by every method, content type and origin', async () => {
  expect(await assail(wholeSurface())).toEqual([]);
});

test('everything that the server knows to call, at every route, by nobody and by somebody', async () => {
  const [victim, stranger] = await Promise.all([newUser(), newUser()]);
  expect(await assail(everyCall(), [victim.email])).toEqual([]);
  const { jar } = await signInByHttp(stranger);
  expect(await assail(callsElsewhere(jar.header), [victim.email])).toEqual([]);
});
