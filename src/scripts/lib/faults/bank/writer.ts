import { setTimeout as sleep } from 'node:timers/promises';
import type { Customer } from './customers';
import { CURRENCY } from './figures';

/** One transfer that somebody wanted, under one key, and every answer they got. */
export interface Command {
  from: Customer;
  to: Customer;
  amount: bigint;
  key: string;
  answers: Answer[];
}

/** 0: the connection broke, or nobody answered in time. */
export interface Answer {
  status: number;
  transactionId?: string;
  milliseconds: number;
  text: string;
}

interface Bank {
  origin: string;
  customers: readonly Customer[];
  commands: Command[];
  /** No new command after this. */
  isOver(): boolean;
  /** What is undecided is not asked again after this. */
  isClosed(): boolean;
}

const TWICE = 0.3;
const LARGEST = 20_000;
const PATIENCE_MS = 15_000;
/** One in ten goes away before there is an answer, at any moment of the work. */
const HASTY = 0.1;
const HASTY_MS = 60;

/**
 * Sends one transfer after the other until it is over, three in ten of them twice at the same moment. What came to no decision
 * is sent again with the same key, as a client of the API should.
 */
export async function write(bank: Bank): Promise<void> {
  while (!bank.isOver()) {
    const command = newCommand(bank.customers);
    bank.commands.push(command);
    const copies = Math.random() < TWICE ? 2 : 1;
    await Promise.all(Array.from({ length: copies }, () => carryOut(command, bank)));
  }
}

function newCommand(customers: readonly Customer[]): Command {
  const first = Math.floor(Math.random() * customers.length);
  const second = (first + 1 + Math.floor(Math.random() * (customers.length - 1))) % customers.length;
  const [from, to] = [customers[first], customers[second]];
  if (!from || !to) throw new Error('A bank has two customers at least.');
  const amount = BigInt(1 + Math.floor(Math.random() * LARGEST));
  return { from, to, amount, key: crypto.randomUUID(), answers: [] };
}

async function carryOut(command: Command, bank: Bank): Promise<void> {
  for (let tries = 0; !bank.isClosed(); tries++) {
    const answer = await send(command, bank.origin);
    command.answers.push(answer);
    if (isDecision(answer)) return;
    await sleep(Math.min(100 * 2 ** tries, 1000) * (0.5 + Math.random()));
  }
}

/** Is this the last word on its command? A command that still runs answers 409 with a time to come back, as `once` has it. */
export function isDecision({ status, text }: Answer): boolean {
  if (status === 0 || status >= 500) return false;
  return status !== 409 || !text.startsWith('again');
}

async function send({ from, to, amount, key }: Command, origin: string): Promise<Answer> {
  const began = performance.now();
  try {
    const response = await fetch(`${origin}/api/v1/wallet/transfers`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${from.token}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify({ recipient: to.email, amount: String(amount), currency: CURRENCY }),
      signal: AbortSignal.timeout(Math.random() < HASTY ? Math.ceil(Math.random() * HASTY_MS) : PATIENCE_MS),
    });
    const body = await response.text();
    const text = response.headers.has('Retry-After') ? `again ${body}` : body;
    const { status } = response;
    const transactionId: string | undefined = status === 201 ? JSON.parse(body).transactionId : undefined;
    return { status, transactionId, text, milliseconds: performance.now() - began };
  } catch (error) {
    return { status: 0, text: String(error), milliseconds: performance.now() - began };
  }
}
