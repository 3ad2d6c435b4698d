import type { Sql } from 'postgres';
import { AppError } from '~/lib/errors';
import type { Customer } from './customers';
import { OPENING_BALANCE } from './figures';
import type { Reads } from './reader';
import { type Command, isDecision } from './writer';

/** One promise, and what broke it. */
export interface Finding {
  promise: string;
  checked: number;
  wrong: string[];
  /** What it came to, where it was a measurement. */
  measured?: string;
}

interface Evidence {
  owner: Sql;
  customers: readonly Customer[];
  commands: readonly Command[];
  reads: readonly Reads[];
  /** What ended by itself. */
  ended: readonly string[];
  /** How often each strike has hit. */
  struck: Readonly<Record<string, number>>;
}

interface Effect {
  id: string;
  reference: string;
}

/**
 * Looks, when all is calm again, whether what the clients were told is what has happened. Throws `unavailable` where there is
 * nothing to look at: every promise would be kept, and nothing proved.
 */
export async function audit({
  owner,
  customers,
  commands,
  reads,
  ended,
  struck,
}: Evidence): Promise<Finding[]> {
  requireSomething({ commands, reads, struck });
  const effects = await owner<Effect[]>`
    select id, reference from public.ledger_transactions where kind = 'transfer'`;
  const byReference = Map.groupBy(effects, ({ reference }) => reference);
  const effectsOf = ({ from, key }: Command) => byReference.get(`transfer:${from.accountId}:${key}`) ?? [];
  const wallets = await owner<{ balance: string }[]>`
    select balance::text from public.ledger_accounts where id in ${owner(customers.map(({ accountId }) => accountId))}`;
  const balances = wallets.map(({ balance }) => BigInt(balance));
  const total = balances.reduce((sum, balance) => sum + balance, 0n);
  const expected = OPENING_BALANCE * BigInt(customers.length);

  const each = (promise: string, look: (command: Command) => string | false): Finding => ({
    promise,
    checked: commands.length,
    wrong: commands.flatMap((command) => look(command) || []),
  });
  return [
    {
      promise: 'the total is unchanged, and nothing is negative, in every read and at the end',
      checked: reads.reduce((sum, { count }) => sum + count, 1),
      wrong: [
        ...reads.flatMap(({ wrong }) => wrong),
        ...(total === expected ? [] : [`at the end there is ${total} instead of ${expected}`]),
        ...balances
          .filter((balance) => balance < 0n)
          .map((balance) => `at the end a wallet holds ${balance}`),
      ],
    },
    each('no transfer that was acknowledged is lost', (command) => {
      const lost = acknowledged(command).find((id) => !effectsOf(command).some((effect) => effect.id === id));
      return lost !== undefined && `${command.key}: ${lost} is not in the ledger`;
    }),
    each('no key has two effects, and all its answers are one', (command) => {
      const told = new Set(acknowledged(command)).size;
      const done = effectsOf(command).length;
      return (told > 1 || done > 1) && `${command.key}: ${told} answers, ${done} effects`;
    }),
    each('what was refused has no effect', (command) => {
      const refused = command.answers.find((answer) => isDecision(answer) && answer.status !== 201);
      return refused !== undefined && effectsOf(command).length > 0 && `${command.key}: ${refused.status}`;
    }),
    each('nothing is answered but done, refused or "come back"', (command) => {
      const odd = command.answers.find(({ status }) => !EXPECTED.has(status));
      return odd !== undefined && `${command.key}: ${odd.status} ${odd.text.slice(0, 200)}`;
    }),
    each('every command came to a decision', (command) => !command.answers.some(isDecision) && command.key),
    { promise: 'no process of the app ended by itself', checked: 1, wrong: [...ended] },
  ];
}

function requireSomething({
  commands,
  reads,
  struck,
}: Pick<Evidence, 'commands' | 'reads' | 'struck'>): void {
  const strikes = Object.entries(struck);
  const missing = [
    ...(strikes.length > 0 ? [] : ['nothing has struck']),
    ...strikes.flatMap(([name, times]) => (times > 0 ? [] : [`"${name}" has never struck`])),
    ...(commands.some((command) => acknowledged(command).length > 0) ? [] : ['not one transfer was made']),
    ...(reads.every(({ count }) => count > 0) ? [] : ['a reader has read nothing']),
  ];
  if (missing.length > 0) throw new AppError('unavailable', `Nothing was proved: ${missing.join(', ')}.`);
}

/** 0 and 502: an instance or its connection died while it was asked. */
const EXPECTED = new Set([0, 201, 409, 502, 503]);

function acknowledged({ answers }: Command): string[] {
  return answers.flatMap(({ transactionId }) => transactionId ?? []);
}
