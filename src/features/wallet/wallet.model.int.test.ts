import { inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Profile } from '~/features/auth/auth.schema';
import { db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import { aVisit } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import {
  LedgerModel,
  MISSING,
  NOBODY,
  type Outcome,
  PEOPLE,
  type TopUp,
  type Transfer,
} from './testing/ledger-model';
import { verifyLedger } from './verify-ledger.service';
import { CURRENCIES, type Currency } from './wallet.rules';
import { ledgerAccounts } from './wallet.schema';
import * as WalletService from './wallet.service';

// The ledger against a few lines that say what it should do, compared after every step of hundreds of random histories.

/** The real thing, with the ids it gave to the transactions of the model's book. */
interface Real {
  people: Awaited<ReturnType<typeof addUser>>[];
  run: string;
  ids: string[];
}

type Step = fc.AsyncCommand<LedgerModel, Real>;

/** What the histories came across, so that they prove something. */
const met = new Set<string>();

/** Runs both, and compares what they answer and what everybody has afterwards. */
function step(
  text: string,
  expected: (model: LedgerModel) => Outcome,
  attempt: (real: Real) => Promise<WalletService.Moved>,
): Step {
  return {
    check: () => true,
    toString: () => text,
    async run(model, real) {
      const known = model.book.length;
      const outcome = expected(model);
      const answer = await attempt(real).catch((error) => {
        if (error instanceof AppError) return error.code;
        throw error;
      });
      if (typeof outcome === 'number' && outcome >= known && typeof answer === 'object') {
        real.ids[outcome] = answer.transactionId;
      }
      const wanted = typeof outcome === 'number' ? { transactionId: real.ids[outcome] } : outcome;
      met.add(
        `${text.split(' ', 1)[0]} ${typeof outcome === 'string' ? outcome : outcome < known ? 'again' : 'done'}`,
      );
      expect(answer).toEqual(wanted);
      expect(await balancesOf(real)).toEqual(balancesIn(model));
    },
  };
}

const everyone = Array.from({ length: PEOPLE }, (_, person) => person);
const balancesIn = (model: LedgerModel) =>
  everyone.map((person) => CURRENCIES.map((currency) => model.balance(person, currency)));

async function balancesOf({ people }: Real): Promise<bigint[][]> {
  const ids = people.map(({ id }) => id);
  const accounts = await db.select().from(ledgerAccounts).where(inArray(ledgerAccounts.userId, ids));
  const balance = (userId: string, currency: Currency) =>
    accounts.find((account) => account.userId === userId && account.currency === currency)?.balance ?? 0n;
  return ids.map((id) => CURRENCIES.map((currency) => balance(id, currency)));
}

const person = fc.nat(PEOPLE - 1);
// Few amounts, currencies and keys, so that the same command comes again, and the same key with another.
const amount = fc.constantFrom(1n, 40n, 90n);
const currency = fc.constantFrom(...CURRENCIES);
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');

const topUp = (said: TopUp) =>
  step(
    `top-up ${JSON.stringify(said, shown)}`,
    (model) => model.topUp(said),
    ({ people, run }) => {
      const userId = people[said.to]?.id ?? '';
      return WalletService.topUp({ ...said, userId, reference: `${run} ${said.payment}` }, new Date());
    },
  );

const transfer = (said: Transfer) =>
  step(
    `transfer ${JSON.stringify(said, shown)}`,
    (model) => model.transfer(said),
    ({ people, run }) => {
      const [from, to] = [people[said.from], people[said.to]];
      if (!from) throw new Error('nobody sends');
      const recipient = to?.email ?? `nobody-${run}@example.test`;
      const input = { recipient, amount: said.amount, currency: said.currency, note: null, key: said.key };
      return WalletService.transfer(from, input, aVisit());
    },
  );

const topUps = fc.record({ to: person, amount, currency, payment: key }).map(topUp);
const recipient = fc.oneof({ weight: 9, arbitrary: person }, { weight: 1, arbitrary: fc.constant(NOBODY) });
const transfers = fc.record({ from: person, to: recipient, amount, currency, key }).map(transfer);

const administrator = { role: 'admin', suspendedAt: null } as Profile; // nothing else is read

const reversals = fc.record({ by: person, place: fc.nat(100), key }).map((said) => {
  /** One of those that are booked, and now and then one that is not. */
  const chosen = (booked: number) => (said.place > 90 || booked === 0 ? MISSING : said.place % booked);
  return step(
    `reverse ${JSON.stringify(said)}`,
    (model) => model.reverse({ by: said.by, key: said.key, transaction: chosen(model.book.length) }),
    ({ people, ids, run }) => {
      const transactionId = ids[chosen(ids.length)] ?? run;
      const asked = { transactionId, reason: 'model', key: said.key };
      const actor = { id: people[said.by]?.id ?? '', profile: administrator };
      return WalletService.reverse(actor, asked, aVisit());
    },
  );
});

const repeated = (steps: fc.Arbitrary<Step>) =>
  steps.map(
    (once): Step => ({
      ...once,
      toString: () => `twice: ${once}`,
      async run(model, real) {
        await once.run(model, real);
        await once.run(model, real);
      },
    }),
  );

const forgetting: fc.Arbitrary<Step> = fc.constant({
  check: () => true,
  toString: () => 'forget all keys',
  async run(model: LedgerModel, { people }: Real) {
    model.kept.clear();
    await owner`delete from idempotency_keys where user_id in ${owner(people.map(({ id }) => id))}`;
  },
});

function shown(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Everybody begins with something to send. */
const beginning = everyone.map((to) => topUp({ to, amount: 100n, currency: 'EUR', payment: `first ${to}` }));

test('two hundred random histories end as the model says, step by step', async () => {
  const kinds = [
    topUps,
    transfers,
    transfers,
    transfers,
    reversals,
    repeated(topUps),
    repeated(transfers),
    repeated(reversals),
    forgetting,
  ];
  const histories = fc.commands(kinds, { maxCommands: 15, size: 'max' });
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      const people = await Promise.all(everyone.map(() => addUser()));
      const setup = () => ({ model: new LedgerModel(), real: { people, run: crypto.randomUUID(), ids: [] } });
      await fc.asyncModelRun(setup, [...beginning, ...steps]);
    }),
    { numRuns: 200, endOnFailure: true },
  );
  expect([...met].sort()).toEqual([
    'reverse again',
    'reverse conflict',
    'reverse done',
    'reverse not_found',
    'reverse unprocessable',
    'top-up again',
    'top-up conflict',
    'top-up done',
    'transfer again',
    'transfer conflict',
    'transfer done',
    'transfer unprocessable',
  ]);
  const findings = await verifyLedger();
  expect(findings.filter(({ broken }) => broken.length > 0)).toEqual([]);
}, 600_000);
