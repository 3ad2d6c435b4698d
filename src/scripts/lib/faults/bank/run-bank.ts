import postgres from 'postgres';
import { jwtSecret } from '../../../../../supabase/local/auth/keys';
import { type ProductionShape, startProductionShape } from '../../fleet/production-shape';
import { untilReady } from '../../fleet/until-ready';
import { step } from '../../progress';
import { checkFiles, verifyByScript } from '../proofs';
import { audit, type Finding } from './audit';
import { CONTROLS, type Control } from './controls';
import type { Customer } from './customers';
import { OPENING_BALANCE } from './figures';
import { readThroughFront, readTotals } from './reader';
import { strike } from './strikes';
import { type Command, write } from './writer';

const WALLETS = 10;
const WRITERS = 12;
/** How long what is undecided at the end may be asked for again. */
const DECIDED_WITHIN_MS = 20_000;

export interface BankRun {
  seconds: number;
  instances: number;
  /** What is taken away from the database first. */
  without: readonly Control[];
}

export interface BankResult {
  findings: Finding[];
  commands: Command[];
  struck: Record<string, number>;
  reads: number;
  /** Milliseconds from the last strike until the site said that it was ready. */
  backMs: number;
}

/** Moves money through the front while everything below it is killed by turns, and audits the ledger afterwards. */
export async function runBank({ seconds, instances, without }: BankRun): Promise<BankResult> {
  const shape = await startProductionShape({
    instances,
    // As on a project that signs with keys: who asks is known without asking the auth server.
    rewire: async ({ LOCAL_DATA_DIR = '' }) => ({ SUPABASE_JWT_SECRET: jwtSecret(LOCAL_DATA_DIR) }),
  });
  const owner = postgres(shape.variables.DIRECT_URL ?? '', { max: 4, fetch_types: false, onnotice() {} });
  try {
    // The services read the environment when they are imported.
    Object.assign(process.env, shape.variables);
    const { openAccounts } = await import('./customers');
    const customers = await step(`${WALLETS} customers`, () => openAccounts(WALLETS, owner, shape.variables));
    for (const control of without) await CONTROLS[control](owner);
    return await step(`${seconds} seconds of ${WRITERS} writers, and of faults`, () =>
      run({ shape, owner, customers, seconds }),
    );
  } finally {
    await owner.end({ timeout: 2 });
    await shape.stop();
  }
}

interface Scene {
  shape: ProductionShape;
  owner: postgres.Sql;
  customers: Customer[];
  seconds: number;
}

async function run({ shape, owner, customers, seconds }: Scene): Promise<BankResult> {
  const { origin, variables } = shape;
  const ended: string[] = [];
  shape.fleet.endedByItself.then((sentence) => ended.push(sentence));
  const end = performance.now() + seconds * 1000;
  const isOver = () => performance.now() > end;
  const isClosed = () => performance.now() > end + DECIDED_WITHIN_MS;
  const commands: Command[] = [];
  const bank = { origin, customers, commands, isOver, isClosed };
  const total = OPENING_BALANCE * BigInt(customers.length);

  const writing = Array.from({ length: WRITERS }, () => write(bank));
  const reading = [
    readTotals({ owner, customers, total }, isOver),
    readThroughFront({ origin, customers, healthToken: variables.HEALTH_TOKEN ?? '' }, isOver),
  ];
  const struck = await strike({ shape, owner }, isOver);
  const backMs = await untilReady(origin);
  await Promise.all(writing);
  const reads = await Promise.all(reading);
  const findings = await audit({ owner, customers, commands, reads, ended, struck });
  findings.push(await verifyByScript(variables), await checkFiles(variables));
  return { findings, commands, struck, backMs, reads: reads.reduce((sum, { count }) => sum + count, 0) };
}
