import type { Database, Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import { once } from '~/lib/idempotency/once.server';
import { log } from '~/lib/log.server';
import type { Visit } from '~/lib/request/visit';

/** A command of a customer: whose, which, under which key, and what they asked for. */
export interface BillingCommand {
  userId: string;
  route: string;
  /** What was asked for; its key makes it one command however often it comes. */
  asked: { key: string };
}

/** Carries out a command once (`once`), and writes one line about what came of it. */
export async function carryOut<T>(
  { userId, route, asked }: BillingCommand,
  { now, address, requestId }: Visit,
  work: (tx: Transaction) => Promise<T>,
  database: Database,
): Promise<T> {
  const { key, ...input } = asked;
  const line = { ...input, by: userId, clientAddress: address, requestId };
  try {
    const done = await once({ userId, route, key, input }, now, work, database);
    log.info(route, { ...line, outcome: 'succeeded' });
    return done;
  } catch (error) {
    if (error instanceof AppError) log.warn(route, { ...line, outcome: 'refused', reason: error.code });
    throw error;
  }
}
