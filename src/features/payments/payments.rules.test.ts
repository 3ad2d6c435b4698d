import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueOf, givenBack, type Known, learn, stateOf } from './payments.rules';
import type { PaymentFact } from './provider';

const AMOUNT = 5_000n;

type Row = Parameters<typeof learn>[0] & Parameters<typeof dueOf>[0];

const NOTHING: Row = {
  amount: AMOUNT,
  currency: 'EUR',
  paidAt: null,
  ended: null,
  paymentReference: null,
  customerReference: null,
  refunded: 0n,
  disputed: 0n,
  disputeWon: false,
  transactionId: null,
  takenBack: 0n,
};

const paid: PaymentFact = {
  kind: 'paid',
  at: new Date('2026-03-01T10:00:00Z'),
  payment: 'pay_1',
  amount: AMOUNT,
  currency: 'EUR',
  customer: 'cus_1',
};
const laterPaid: PaymentFact = { ...paid, at: new Date('2026-03-01T10:05:00Z') };

const fact: fc.Arbitrary<PaymentFact> = fc.oneof(
  fc.constantFrom(paid, laterPaid),
  fc.record({
    kind: fc.constant('ended' as const),
    how: fc.constantFrom('expired', 'cancelled', 'declined'),
  }),
  fc.record({ kind: fc.constant('refunded' as const), total: fc.bigInt({ min: 0n, max: AMOUNT + 10n }) }),
  fc.record({ kind: fc.constant('disputed' as const), amount: fc.bigInt({ min: 0n, max: AMOUNT + 10n }) }),
  fc.constant<PaymentFact>({ kind: 'dispute_won' }),
);

/** Facts, and the same ones in another order and some of them twice. */
const retold = fc.array(fact, { maxLength: 8 }).chain((facts) =>
  fc.record({
    facts: fc.constant(facts),
    other: fc
      .tuple(
        fc.shuffledSubarray(facts, { minLength: facts.length }),
        fc.array(facts.length > 0 ? fc.constantFrom(...facts) : fact, {
          maxLength: facts.length > 0 ? 4 : 0,
        }),
      )
      .chain(([all, again]) =>
        fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }),
      ),
  }),
);

/** What `settle` does with a row: hear, then post what is due. */
function settled(row: Row, heard: PaymentFact): Row {
  const known = learn(row, heard);
  const { credit, takeBack } = dueOf(known);
  return {
    ...known,
    transactionId: credit ? 'posted' : known.transactionId,
    takenBack: known.takenBack + takeBack,
  };
}

describe('whatever is said, in any order and any number of times,', () => {
  test('the same is known in the end', () => {
    fc.assert(
      fc.property(retold, ({ facts, other }) => {
        expect(other.reduce(learn, NOTHING)).toEqual(facts.reduce(learn, NOTHING));
      }),
      { numRuns: 1000 },
    );
  });

  test('the same has been posted in the end, and nothing more is due', () => {
    fc.assert(
      fc.property(retold, ({ facts, other }) => {
        const [one, two] = [facts.reduce(settled, NOTHING), other.reduce(settled, NOTHING)];
        expect(two).toEqual(one);
        expect(dueOf(one)).toEqual({ credit: false, takeBack: 0n });
      }),
      { numRuns: 1000 },
    );
  });

  test('no more goes out than came in, and nothing before it came', () => {
    fc.assert(
      fc.property(fc.array(fact), (facts) => {
        const row = facts.reduce(settled, NOTHING);
        expect(row.takenBack >= 0n && row.takenBack <= AMOUNT).toBe(true);
        if (row.transactionId === null) expect(row.takenBack).toBe(0n);
        expect(row.transactionId !== null).toBe(facts.some(({ kind }) => kind === 'paid'));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a checkout', () => {
  const knownOf = (...facts: PaymentFact[]): Known & { amount: bigint } => facts.reduce(learn, NOTHING);

  test('is open until somebody has said its end', () => {
    expect(stateOf(NOTHING)).toBe('open');
    expect(stateOf(knownOf({ kind: 'ended', how: 'declined' }))).toBe('declined');
  });

  test('that was paid is paid, whatever was said of its end', () => {
    expect(stateOf(knownOf({ kind: 'ended', how: 'expired' }, paid))).toBe('paid');
    expect(stateOf(knownOf(paid, { kind: 'ended', how: 'cancelled' }))).toBe('paid');
  });

  test('is returned once all of it is with the customer or their bank', () => {
    expect(stateOf(knownOf(paid, { kind: 'refunded', total: AMOUNT - 1n }))).toBe('paid');
    expect(stateOf(knownOf(paid, { kind: 'refunded', total: AMOUNT }))).toBe('returned');
    const disputed = knownOf(paid, { kind: 'refunded', total: 2_000n }, { kind: 'disputed', amount: 4_000n });
    expect([stateOf(disputed), givenBack(disputed)]).toEqual(['returned', AMOUNT]);
  });

  test('is paid again when the bank was wrong', () => {
    const won = knownOf(paid, { kind: 'disputed', amount: AMOUNT }, { kind: 'dispute_won' });
    expect([stateOf(won), givenBack(won)]).toEqual(['paid', 0n]);
    expect(dueOf({ ...won, transactionId: 'posted', takenBack: AMOUNT }).takeBack).toBe(-AMOUNT);
  });

  test('is not believed to be paid with another amount, another currency or by two payments', () => {
    expect(() => learn(NOTHING, { ...paid, amount: 1n })).toThrow('was asked for');
    expect(() => learn(NOTHING, { ...paid, currency: 'USD' })).toThrow('was asked for');
    expect(() => learn(learn(NOTHING, paid), { ...paid, payment: 'pay_2' })).toThrow('again by pay_2');
  });
});
