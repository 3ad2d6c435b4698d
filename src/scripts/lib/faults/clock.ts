import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { AppError } from '~/lib/errors';
import { jwtSecret } from '../../../../supabase/local/auth/keys';
import { startProductionShape } from '../fleet/production-shape';
import { step } from '../progress';
import { createUndo } from '../undo';
import type { Finding } from './bank/audit';
import { allServed } from './judge';
import { ERRANDS, type Outcome, run, signInAt } from './visitor';

/** Where distributions put the library behind `faketime`. */
const LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib64/faketime/libfaketime.so.1',
];
const ROUNDS = 12;

/**
 * Starts one of two instances again with a clock that is two hours ahead: for it everybody's token is over. The front has to
 * leave it out, so that nobody notices. As a control the front is not asked: the instance is.
 */
export async function clockAhead(isControl: boolean): Promise<Finding[]> {
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

    await step(`${instance.name} is two hours ahead`, async () => {
      await instance.stop();
      const ahead = { LD_PRELOAD: library, FAKETIME: '+2h', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
      await instance.startAgain(ahead);
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
    return [
      {
        promise: '/health/ready of that instance is 503 and names the clock',
        checked: 1,
        wrong: ready.status === 503 && /"clock":\{"ok":false\}/.test(said) ? [] : [`${ready.status} ${said}`],
      },
      allServed('nobody notices', outcomes),
      { promise: 'set right, it is ready', checked: 1, wrong: isBack ? [] : ['it is not'] },
    ];
  } finally {
    await undo.run();
  }
}
