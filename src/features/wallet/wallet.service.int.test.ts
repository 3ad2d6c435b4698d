import { beforeEach, describe, expect, test } from 'vitest';
import type { Profile } from '~/features/auth/auth.schema';
import { db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import { once } from '~/lib/idempotency/once.server';
import { positionIn } from '~/lib/keyset';
import { aVisit } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import type { TransferInput } from './wallet.input';
import * as WalletService from './wallet.service';

type Person = Awaited<ReturnType<typeof addUser>>;

let ana: Person;
let ben: Person;

beforeEach(async () => {
  [ana, ben] = await Promise.all([addUser({ fullName: 'Ana Beltrán' }), addUser({ fullName: 'Ben Ruiz' })]);
  await give(ana, 1000n);
});

const give = ({ id: userId }: Person, amount: bigint, currency = 'EUR', reference = crypto.randomUUID()) =>
  WalletService.topUp({ userId, amount, currency, reference }, new Date());

const balances = () => Promise.all([ana, ben].map((person) => WalletService.getBalance(person, 'EUR')));

function send(
  from: Person,
  given: Partial<TransferInput> & Pick<TransferInput, 'recipient'>,
  visit = aVisit(),
) {
  const input: TransferInput = {
    currency: 'EUR',
    amount: 300n,
    note: null,
    key: crypto.randomUUID(),
    ...given,
  };
  return WalletService.transfer(from, input, visit);
}

describe('sending money', () => {
  test('moves it, opens the wallet of whoever had none, and both read it in their statement', async () => {
    expect(await balances()).toEqual([1000n, 0n]);
    const visit = aVisit({ now: new Date('2030-03-01T12:00:00.123Z') });
    const { transactionId } = await send(ana, { recipient: ben.email, note: 'For the tiles' }, visit);
    expect(await balances()).toEqual([700n, 300n]);

    const line = {
      transactionId,
      kind: 'transfer',
      currency: 'EUR',
      note: 'For the tiles',
      postedAt: visit.now,
    };
    const sent = await WalletService.listEntries(ana, { currency: 'EUR' });
    expect(sent.rows[0]).toMatchObject({
      ...line,
      amount: -300n,
      person: 'Ben Ruiz',
      isBetweenPeople: true,
    });
    const received = await WalletService.listEntries(ben, { currency: 'EUR' });
    expect(received).toEqual({
      rows: [expect.objectContaining({ ...line, amount: 300n, person: 'Ana Beltrán' })],
      newer: null,
      older: null,
    });
  });

  test('the last cent goes, and not one more', async () => {
    await send(ana, { recipient: ben.email, amount: 1000n });
    await expect(send(ana, { recipient: ben.email, amount: 1n })).rejects.toMatchObject({ code: 'conflict' });
    expect(await balances()).toEqual([0n, 1000n]);
  });

  test('money beyond what a double holds arrives exact', async () => {
    const amount = 9_007_199_254_740_993n;
    await give(ana, amount);
    await send(ana, { recipient: ben.email, amount });
    expect(await balances()).toEqual([1000n, amount]);
  });

  test.each([0n, -300n])('an amount of %s moves nothing', async (amount) => {
    await give(ben, 1000n);
    await expect(send(ana, { recipient: ben.email, amount })).rejects.toMatchObject({ code: 'invalid' });
    expect(await balances()).toEqual([1000n, 1000n]);
  });

  test('nobody sends to themselves', async () => {
    await expect(send(ana, { recipient: ana.email })).rejects.toMatchObject({ code: 'unprocessable' });
  });

  test('a wallet in another currency pays for nothing in this one', async () => {
    await give(ben, 1000n, 'USD');
    await expect(send(ben, { recipient: ana.email })).rejects.toMatchObject({ code: 'conflict' });
    await send(ben, { recipient: ana.email, currency: 'USD' });
    expect(await WalletService.listBalances(ana)).toEqual([
      { currency: 'EUR', balance: 1000n },
      { currency: 'USD', balance: 300n },
    ]);
    expect(await balances()).toEqual([1000n, 0n]);
  });
});

describe('who cannot receive', () => {
  const refusal = (recipient: string, from = ana) => send(from, { recipient }).catch((error) => error);

  test('an unknown address and a suspended user are told alike', async () => {
    const unknown = await refusal('nobody@example.test');
    await owner`update public.profiles set suspended_at = now() where id = ${ben.id}`;
    const suspended = await refusal(ben.email);
    expect([unknown.code, unknown.message]).toEqual([suspended.code, suspended.message]);
    expect(unknown.code).toBe('unprocessable');
    expect(await balances()).toEqual([1000n, 0n]);
  });

  test('nor an address that two accounts have', async () => {
    const { email } = await addUser();
    await owner`update public.profiles set email = ${email} where id = ${ben.id}`;
    expect(await refusal(email)).toMatchObject({ code: 'unprocessable' });
  });

  test('without money nobody learns who has an account', async () => {
    const [known, unknown] = [await refusal(ana.email, ben), await refusal('nobody@example.test', ben)];
    expect([known.code, known.message]).toEqual([unknown.code, unknown.message]);
    expect(known.code).toBe('conflict');
  });
});

test('whoever asks for ten people who are not there asks for nobody for an hour, and nothing else stops', async () => {
  // What other verbs have refused is no miss.
  for (let turn = 0; turn < 10; turn++) {
    const other = { userId: ana.id, route: 'test.other', key: `${turn}`, input: null };
    const refused = new AppError('unprocessable', 'No.');
    await expect(once(other, new Date(), () => Promise.reject(refused))).rejects.toMatchObject({
      code: 'unprocessable',
    });
  }
  for (let turn = 0; turn < 10; turn++) {
    await expect(send(ana, { recipient: `nobody-${turn}@example.test` })).rejects.toMatchObject({
      code: 'unprocessable',
    });
  }
  const over = { code: 'rate_limited', retryAfterSeconds: 3600 };
  const key = crypto.randomUUID();
  await expect(send(ana, { recipient: ben.email, key })).rejects.toMatchObject(over);
  await expect(send(ana, { recipient: 'nobody@example.test' })).rejects.toMatchObject(over);
  await give(ben, 500n);
  await send(ben, { recipient: ana.email, amount: 1n });
  await owner`update public.idempotency_keys set created_at = created_at - interval '61 minutes' where user_id = ${ana.id}`;
  await send(ana, { recipient: ben.email, key });
});

test('before it is confirmed a transfer says what would be left, and nothing of who receives', async () => {
  const asked = { amount: 300n, currency: 'EUR' as const, note: null, key: 'k' };
  const check = (recipient: string, given = {}) =>
    WalletService.checkTransfer(ana, { ...asked, recipient, ...given });
  expect(await check(ben.email)).toBe(700n);
  expect(await check('nobody@example.test')).toBe(700n);
  await expect(check(ben.email, { amount: 1001n })).rejects.toMatchObject({ code: 'conflict' });
  await expect(check(ana.email)).rejects.toMatchObject({ code: 'unprocessable' });
  expect(await balances()).toEqual([1000n, 0n]);
});

describe('a command that comes again', () => {
  test('is carried out once and answered alike, by way of every spelling of its input', async () => {
    const key = crypto.randomUUID();
    const answers = [
      await send(ana, { recipient: ben.email, key }),
      await send(ana, { recipient: ben.email, key }),
      await WalletService.transfer(
        ana,
        { key, note: null, amount: 300n, recipient: ben.email, currency: 'EUR' },
        aVisit(),
      ),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await balances()).toEqual([700n, 300n]);
  });

  test('a refusal stands: money that came in between is not sent by a repetition', async () => {
    const key = crypto.randomUUID();
    const first = await send(ana, { recipient: ben.email, amount: 2000n, key }).catch((error) => error);
    await give(ana, 5000n);
    const again = await send(ana, { recipient: ben.email, amount: 2000n, key }).catch((error) => error);
    expect([again.code, again.message, again.status]).toEqual([first.code, first.message, 409]);
    expect(await balances()).toEqual([6000n, 0n]);
  });

  test('other input under the same key is refused, and the same key of another person is another', async () => {
    const key = crypto.randomUUID();
    await send(ana, { recipient: ben.email, key });
    for (const other of [{ amount: 301n }, { note: 'hello' }, { recipient: 'nobody@example.test' }]) {
      await expect(send(ana, { recipient: ben.email, key, ...other })).rejects.toMatchObject({
        code: 'unprocessable',
      });
    }
    await send(ben, { recipient: ana.email, amount: 100n, key });
    expect(await balances()).toEqual([800n, 200n]);
  });

  test('long after its key was forgotten it still moves nothing', async () => {
    const key = crypto.randomUUID();
    await send(ana, { recipient: ben.email, key });
    await owner`delete from public.idempotency_keys where user_id = ${ana.id}`;
    await expect(send(ana, { recipient: ben.email, key })).rejects.toMatchObject({ code: 'conflict' });
    expect(await balances()).toEqual([700n, 300n]);
  });
});

describe('a payment that came in', () => {
  test('comes in once under its reference, also at once', async () => {
    const reference = crypto.randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => give(ben, 500n, 'EUR', reference)));
    expect(new Set(answers.map(({ transactionId }) => transactionId)).size).toBe(1);
    expect(await balances()).toEqual([1000n, 500n]);
  });

  test('of another amount, or for somebody else, under the same reference is refused', async () => {
    const reference = crypto.randomUUID();
    await give(ben, 500n, 'EUR', reference);
    await expect(give(ben, 501n, 'EUR', reference)).rejects.toMatchObject({ code: 'conflict' });
    await expect(give(ana, 500n, 'EUR', reference)).rejects.toMatchObject({ code: 'conflict' });
    expect(await balances()).toEqual([1000n, 500n]);
  });

  test('of nothing, less than nothing, or a currency the house has no account in, is refused', async () => {
    await expect(give(ben, 0n)).rejects.toMatchObject({ code: 'invalid' });
    await expect(give(ben, -1n)).rejects.toMatchObject({ code: 'invalid' });
    await expect(give(ben, 1n, 'GBP')).rejects.toMatchObject({ code: 'unprocessable' });
    expect(await WalletService.listBalances(ben)).toEqual([]);
  });
});

describe('taking a transaction back', () => {
  const admin = async () => ({
    ...(await addUser()),
    profile: { role: 'admin', suspendedAt: null } as Profile,
  }); // nothing else is read
  const reason = 'sent twice by mistake';
  const takeBack = async (transactionId: string, by = admin(), key: string = crypto.randomUUID()) =>
    WalletService.reverse(await by, { transactionId, reason, key }, aVisit());

  test('gives the money back by a new transaction, and the old one says that it is', async () => {
    const { transactionId } = await send(ana, { recipient: ben.email });
    await takeBack(transactionId);
    expect(await balances()).toEqual([1000n, 0n]);
    const { rows } = await WalletService.listEntries(ben, { currency: 'EUR' });
    expect(rows.map(({ kind, amount, isReversed }) => ({ kind, amount, isReversed }))).toEqual(
      expect.arrayContaining([
        { kind: 'reversal', amount: -300n, isReversed: false },
        { kind: 'transfer', amount: 300n, isReversed: true },
      ]),
    );
  });

  test('happens once, at once and later', async () => {
    const { transactionId } = await send(ana, { recipient: ben.email });
    const results = await Promise.allSettled([takeBack(transactionId), takeBack(transactionId)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(takeBack(transactionId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await balances()).toEqual([1000n, 0n]);
  });

  test('is refused when the money has gone on, for what takes back itself, and for what is not there', async () => {
    const { transactionId } = await send(ana, { recipient: ben.email });
    await send(ben, { recipient: ana.email, amount: 1n });
    await expect(takeBack(transactionId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await balances()).toEqual([701n, 299n]);
    await give(ben, 1n);
    const reversal = await takeBack(transactionId);
    await expect(takeBack(reversal.transactionId)).rejects.toMatchObject({ code: 'conflict' });
    await expect(takeBack(crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is for administrators', async () => {
    const { transactionId } = await send(ana, { recipient: ben.email });
    const user = Promise.resolve({ ...ana, profile: { role: 'user', suspendedAt: null } as Profile }); // as above
    await expect(takeBack(transactionId, user)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await balances()).toEqual([700n, 300n]);
  });
});

describe('the statement', () => {
  test('is read page by page, each entry once, also where many came at the same time', async () => {
    const together = aVisit({ now: new Date('2031-01-01T00:00:00Z') });
    for (let turn = 1n; turn <= 7n; turn++) await send(ana, { recipient: ben.email, amount: turn }, together);
    const amounts: bigint[] = [];
    let place = {};
    for (let page = 0; page < 10; page++) {
      const { rows, older } = await WalletService.listEntries(ana, { currency: 'EUR', ...place }, db, 3);
      amounts.push(...rows.map(({ amount }) => amount));
      if (!older) break;
      place = { older: positionIn(older) };
    }
    expect(amounts).toHaveLength(8);
    expect(amounts.at(-1)).toBe(1000n);
    expect(amounts.slice(0, 7).toSorted()).toEqual([-1n, -2n, -3n, -4n, -5n, -6n, -7n].toSorted());
  });

  test('shows nobody a transaction they have no part in', async () => {
    const { transactionId } = await send(ana, { recipient: ben.email });
    const stranger = await addUser();
    expect(await WalletService.findEntry(ana, transactionId)).toMatchObject({ amount: -300n });
    expect(await WalletService.findEntry(stranger, transactionId)).toBeNull();
    expect((await WalletService.listEntries(stranger, { currency: 'EUR' })).rows).toEqual([]);
  });

  test('names nobody who has left, and keeps what they sent', async () => {
    await send(ana, { recipient: ben.email, note: 'bye', amount: 1000n });
    await owner`delete from auth.users where id = ${ana.id}`;
    const { rows } = await WalletService.listEntries(ben, { currency: 'EUR' });
    expect(rows).toEqual([expect.objectContaining({ person: null, isBetweenPeople: true, note: null })]);
  });
});
