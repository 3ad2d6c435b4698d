import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { tcpProxy } from '~/lib/testing/tcp-proxy';
import { jwtSecret } from '../../../../supabase/local/auth/keys';
import { buildIfChanged } from '../built-app';
import { startProductionShape } from '../fleet/production-shape';
import { step } from '../progress';
import { createUndo } from '../undo';
import type { Finding } from './bank/audit';
import { eachDoneOnce } from './commands';
import { ANSWERED_MS, judge, type Observed } from './judge';
import { patchBuild } from './patched-build';
import type { Scenario, Scene } from './scenario';
import { ERRANDS, type Errand, type Outcome, run, signInAt, type Visitor } from './visitor';

const ROUNDS = 3;
const PAUSE_MS = 400;
const WATCHED_MS = 10_000;
const ASKED_EVERY_MS = 100;
const ASKED_BEFORE_END_MS = 1_000;

/**
 * Makes one fault on a shape of production of its own, sends everybody through it, ends it, and judges what they were
 * answered. As a control, the instances lack the cure that the scenario names.
 */
export async function runScenario(scenario: Scenario, isControl: boolean): Promise<Finding[]> {
  const undo = createUndo();
  try {
    await buildIfChanged();
    const control = isControl ? scenario.control : null;
    const patched = control && 'replace' in control ? patchBuild(control) : null;
    const begin = control && 'begin' in control ? control.begin : scenario.begin;
    if (patched) undo.add(patched.remove);
    const proxies: Pick<Scene, 'database' | 'auth'>[] = [];
    const shape = await startProductionShape({
      server: patched?.server,
      rewire: async (variables) => {
        const database = await tcpProxy(variables.DATABASE_URL ?? '');
        undo.add(database.close);
        const auth = await tcpProxy(variables.PUBLIC_SUPABASE_URL ?? '');
        undo.add(auth.close);
        proxies.push({ database, auth });
        // A URL of its own ends in a slash, and the environment names an origin.
        const urls = { DATABASE_URL: database.url, PUBLIC_SUPABASE_URL: new URL(auth.url).origin };
        // With it, nobody asks the auth server who somebody is: only where that is what is tried, it is asked each time.
        const secret = jwtSecret(variables.LOCAL_DATA_DIR ?? '');
        return scenario.part === 'auth' ? urls : { ...urls, SUPABASE_JWT_SECRET: secret };
      },
    });
    undo.add(shape.stop);
    const owner = postgres(shape.variables.DIRECT_URL ?? '', { max: 3, fetch_types: false, onnotice() {} });
    undo.add(() => owner.end({ timeout: 1 }));
    // The services read the environment when they are imported.
    Object.assign(process.env, shape.variables);
    const { openAccounts } = await import('./bank/customers');
    const [ana, ben] = await openAccounts(2, owner, shape.variables);
    const [proxy] = proxies;
    if (!ana || !ben || !proxy) throw new Error('The scene is not complete.');
    const visitor = await signInAt(shape.origin, ana, ben.email);
    const seen = await step(scenario.about, () =>
      observe({ ...scenario, begin }, { shape, owner, ...proxy }, visitor),
    );
    return judge(scenario, seen);
  } finally {
    await undo.run();
  }
}

async function observe(scenario: Scenario, scene: Scene, visitor: Visitor): Promise<Observed> {
  const { origin, fleet } = scene.shape;
  const ended: string[] = [];
  fleet.endedByItself.then((sentence) => ended.push(sentence));
  const crowd = Array.from({ length: scenario.crowd ?? 3 }, () => ERRANDS).flat();
  // All of them at once: as many connections as a fault can take lie idle afterwards.
  await requireServed(origin, visitor, 'before', crowd);

  const end = await scenario.begin(scene);
  const outcomes: Outcome[] = [];
  const later: Outcome[] = [];
  const live: number[] = [];
  const open: number[] = [];
  const ready: Observed['ready'] = [];
  const readiness = fleet.instances.map(({ port }) => `http://127.0.0.1:${port}/health/ready`);
  for (let round = 0; round < ROUNDS; round++) {
    const asked = crowd.map((errand) => run(errand, origin, visitor));
    live.push(await statusOf(`${origin}/health/live`));
    open.push(await statusOf(`${origin}/`));
    // While the crowd is there: where they have taken every connection, that is what it has to say.
    ready.push(...(await Promise.all(readiness.map(textOf))));
    const told = await Promise.all(asked);
    outcomes.push(...told);
    if (round > 0) later.push(...told);
    await sleep(PAUSE_MS);
  }
  const asking = keepAsking(origin, visitor);
  await sleep(ASKED_BEFORE_END_MS);
  await end();
  const backMs = await untilServed(origin, readiness, visitor);
  const atTheEnd = await asking.stop();
  const done = await eachDoneOnce([...outcomes, ...atTheEnd], { origin, visitor, owner: scene.owner });
  return {
    outcomes,
    later,
    atTheEnd,
    live,
    open,
    ready,
    backMs,
    ended: [...ended],
    email: visitor.email,
    done,
  };
}

/** Somebody asks all the while it ends: then somebody always waits for an answer that will not come. */
function keepAsking(origin: string, visitor: Visitor): { stop(): Promise<Outcome[]> } {
  const asked: Promise<Outcome>[] = [];
  const timer = setInterval(() => {
    const errand = ERRANDS[asked.length % ERRANDS.length];
    if (errand) asked.push(run(errand, origin, visitor));
  }, ASKED_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return Promise.all(asked);
    },
  };
}

async function requireServed(
  origin: string,
  visitor: Visitor,
  when: string,
  errands: readonly Errand[] = ERRANDS,
): Promise<void> {
  const outcomes = await Promise.all(errands.map((errand) => run(errand, origin, visitor)));
  const refused = outcomes.find(({ status }) => status !== 200 && status !== 201);
  if (refused)
    throw new Error(`${refused.errand.name} answered ${refused.status} ${when} the fault: ${refused.body}`);
}

/** How long it takes until all that is asked is served, and readiness says so. Watched for ten seconds at most. */
async function untilServed(origin: string, readiness: string[], visitor: Visitor): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < WATCHED_MS) {
    const asked = performance.now();
    const isServed = await requireServed(origin, visitor, 'after').then(
      async () => (await Promise.all(readiness.map(statusOf))).every((status) => status === 200),
      () => false,
    );
    // What counts is when it was asked: the answer takes as long as it takes.
    if (isServed) return asked - began;
    await sleep(100);
  }
  return WATCHED_MS;
}

/** No answer is 0. */
async function textOf(url: string): Promise<{ status: number; body: string }> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWERED_MS) });
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    return { status: 0, body: String(error) };
  }
}

async function statusOf(url: string): Promise<number> {
  return (await textOf(url)).status;
}
