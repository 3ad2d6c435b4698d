import type { AppError } from '~/lib/errors';
import type { Currency } from '../wallet.rules';

/** What a command came to: the transaction's number in the model's book, or the code of the refusal. */
export type Outcome = number | AppError['code'];

interface Booked {
  from: number | null;
  to: number;
  amount: bigint;
  currency: Currency;
  isReversal: boolean;
  isReversed: boolean;
}

/** What the ledger should do, in as few words as it can be said. */
export class LedgerModel {
  readonly balances = new Map<string, bigint>();
  readonly book: Booked[] = [];
  /** By user, verb and key: what was asked and what came of it. */
  readonly kept = new Map<string, { input: string; outcome: Outcome }>();
  /** References never run out. */
  readonly references = new Map<string, { input: string; outcome: number }>();

  balance(user: number, currency: Currency): bigint {
    return this.balances.get(`${user} ${currency}`) ?? 0n;
  }

  once(command: string, input: string, decide: () => Outcome): Outcome {
    const known = this.kept.get(command);
    if (known) return known.input === input ? known.outcome : 'unprocessable';
    const outcome = decide();
    this.kept.set(command, { input, outcome });
    return outcome;
  }

  move(booked: Omit<Booked, 'isReversed'>): number {
    const { from, to, amount, currency } = booked;
    if (from !== null) this.balances.set(`${from} ${currency}`, this.balance(from, currency) - amount);
    this.balances.set(`${to} ${currency}`, this.balance(to, currency) + amount);
    return this.book.push({ ...booked, isReversed: false }) - 1;
  }

  transfer({ from, to, amount, currency, key }: Transfer): Outcome {
    return this.once(`${from} transfer ${key}`, `${to} ${amount} ${currency}`, () => {
      if (to === from) return 'unprocessable';
      if (this.balance(from, currency) < amount) return 'conflict';
      if (to === NOBODY) return 'unprocessable';
      const reference = `${from} ${currency} ${key}`;
      if (this.references.has(reference)) return 'conflict';
      const outcome = this.move({ from, to, amount, currency, isReversal: false });
      this.references.set(reference, { input: '', outcome });
      return outcome;
    });
  }

  topUp({ to, amount, currency, payment }: TopUp): Outcome {
    const input = `${to} ${amount} ${currency}`;
    const known = this.references.get(`payment ${payment}`);
    if (known) return known.input === input ? known.outcome : 'conflict';
    const outcome = this.move({ from: null, to, amount, currency, isReversal: false });
    this.references.set(`payment ${payment}`, { input, outcome });
    return outcome;
  }

  reverse({ by, transaction, key }: Reverse): Outcome {
    return this.once(`${by} reverse ${key}`, `${transaction}`, () => {
      const wrong = this.book[transaction];
      if (!wrong) return 'not_found';
      if (wrong.isReversal || wrong.isReversed) return 'conflict';
      if (this.balance(wrong.to, wrong.currency) < wrong.amount) return 'conflict';
      wrong.isReversed = true;
      return this.undo(wrong);
    });
  }

  private undo({ from, to, amount, currency }: Booked): number {
    if (from !== null) return this.move({ from: to, to: from, amount, currency, isReversal: true });
    this.balances.set(`${to} ${currency}`, this.balance(to, currency) - amount);
    const back = { from: null, to, amount: -amount, currency, isReversal: true, isReversed: false };
    return this.book.push(back) - 1;
  }
}

export const PEOPLE = 3;
/** Somebody without an account. */
export const NOBODY = PEOPLE;
/** The number of no transaction. */
export const MISSING = 1_000_000;

export interface Transfer {
  from: number;
  to: number;
  amount: bigint;
  currency: Currency;
  key: string;
}
export interface TopUp {
  to: number;
  amount: bigint;
  currency: Currency;
  payment: string;
}
export interface Reverse {
  by: number;
  transaction: number;
  key: string;
}
