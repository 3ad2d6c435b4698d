import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { AppError } from '~/lib/errors';
import { jwtSecret } from '../../../../supabase/local/auth/keys';
import type { Instance } from '../fleet/instance';
import { type ProductionShape, startProductionShape } from '../fleet/production-shape';
import { step } from '../progress';
import { createUndo } from '../undo';
import type { Finding } from './bank/audit';
import { eachDoneOnce } from './commands';
import { allServed } from './judge';
import { ERRANDS, type Outcome, run, signInAt, type Visitor } from './visitor';

/** Where distributions put the library behind `faketime`. */
const LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib64/faketime/libfaketime.so.1',
];
const ROUNDS = 12;

/**
 * Starts one of two instances again with a clock that is two hours ahead, for which everybody's token is over, and then with one
 * that is two hours behind, for which it is not valid yet. The front has to leave it out, so that nobody notices. As a control
 * the front is not asked: the instance is.
 */
export async function wrongClock(isControl: boolean): Promise<Finding[]> {
  const library = LIBRARIES.find((file) => existsSync(file));
  if (!library) throw new AppError('unavailable', 'faketime is not installed: sudo apt-get install faketime');
  const undo = createUndo();
  try {
    const shape = await startProductionShape({
      rewire: async ({ LOCAL_DATA_DIR = '' }) => ({ SUPABASE_JWT_SECRET: jwtSecret(LOCAL_DATA_DIR) }),
    });
    undo.add(shape.stop);
    const owner = postgres(shape.variables.DIRECT_URL ?? '', { max: 2, fetch_types: false, onnotice() {} });
    undo.add(() => owner.end({ timeout: 1 }));
    // The services read the environment when they are imported.
    Object.assign(process.env, shape.variables);
    const { openAccounts } = await import('./bank/customers');
    const [ana, ben] = await openAccounts(2, owner, shape.variables);
    const [instance] = shape.fleet.instances;
    if (!ana || !ben || !instance) throw new Error('The scene is not complete.');
    const visitor = await signInAt(shape.origin, ana, ben.email);

    const scene = { shape, instance, visitor, library };
    const ahead = await goWrong('+2h', scene, isControl);
    const behind = await goWrong('-2h', scene, isControl);
    const outcomes = [...ahead.outcomes, ...behind.outcomes];
    return [
      ...ahead.findings,
      ...behind.findings,
      await eachDoneOnce(outcomes, { origin: shape.origin, visitor, owner }),
    ];
  } finally {
    await undo.run();
  }
}

interface Scene {
  shape: ProductionShape;
  /** Whose clock goes wrong. */
  instance: Instance;
  visitor: Visitor;
  library: string;
}

/** Starts that instance with a clock that is so much ahead, or behind, asks for everything meanwhile, and sets it right. */
async function goWrong(
  offset: '+2h' | '-2h',
  { shape, instance, visitor, library }: Scene,
  isControl: boolean,
) {
  await step(`${instance.name} goes wrong by ${offset}`, async () => {
    await instance.stop();
    await instance.startAgain({ LD_PRELOAD: library, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1' });
  });
  const own = `http://127.0.0.1:${instance.port}`;
  const ready = await fetch(`${own}/health/ready`);
  const said = await ready.text();
  const outcomes: Outcome[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const asked = ERRANDS.map((errand) => run(errand, isControl ? own : shape.origin, visitor));
    outcomes.push(...(await Promise.all(asked)));
    await sleep(50);
  }
  await instance.stop();
  await instance.startAgain();
  const isBack = (await fetch(`${own}/health/ready`)).status === 200;
  const isNamed = ready.status === 503 && /"clock":\{"ok":false\}/.test(said);
  const findings: Finding[] = [
    {
      promise: `${offset}: /health/ready of that instance is 503 and names the clock`,
      checked: 1,
      wrong: isNamed ? [] : [`${ready.status} ${said}`],
    },
    allServed(`${offset}: nobody notices`, outcomes),
    { promise: `${offset}: set right, it is ready`, checked: 1, wrong: isBack ? [] : ['it is not'] },
  ];
  return { outcomes, findings };
}
