import { type Database, db, type Transaction } from '~/lib/data/system';
import { lastOf } from '~/lib/db/last';
import { AppError, type AppErrorCode } from '~/lib/errors';
import { type Answer, type Command, claim, keep } from './kept-commands.server';

/** Refusals that stand: the command was looked at and decided. Of any other the same key may be tried again. */
const FINAL = new Set<AppErrorCode>(['forbidden', 'not_found', 'conflict', 'unprocessable']);

/** A refusal that stands, on its way out of the transaction that it takes back. */
class Refused extends Error {
  constructor(readonly answer: Answer) {
    super('refused');
  }
}

/** A work whose answer is known before it is done, and kept with the key in one statement. Decision 176. */
export interface PlannedWork<Found, T> {
  answer: T;
  /** Reads what there is to know. It travels with the key, so a repeated command looks too, and in vain. Decision 164. */
  look(tx: Transaction): Promise<Found>;
  /** Does it. Its last statement may be asked by `last`, and takes the commit along. Decision 177. */
  carryOut(found: Found, tx: Transaction, last: Transaction): Promise<unknown>;
}

/**
 * Carries out a command once, however often it comes: the first time `work` runs, and every time the answer is the first
 * one's, refusals included. Effect, key and answer are one transaction, so a crash leaves all or nothing of them; what
 * `work` throws undoes what it did. The answer has to survive JSON.
 * Throws `unprocessable` for a key that came with another input, `conflict` with `retryAfterSeconds` while the first one
 * still runs, and what `work` throws. Seed 002, guide 7.
 */
export function once<T>(
  command: Command,
  now: Date,
  work: (tx: Transaction) => Promise<T>,
  database: Database = db,
): Promise<T> {
  const attempt = async (tx: Transaction) => {
    const given = await claim(command, now, tx);
    if (given) return given;
    const answer = success(await decided(() => work(tx)));
    await keep(command, answer, tx);
    return answer;
  };
  return settled(command, now, attempt, database);
}

/** `once` for a work that says its answer beforehand: one statement less, and one wait. */
export function oncePlanned<Found, T>(
  command: Command,
  now: Date,
  { answer, look, carryOut }: PlannedWork<Found, T>,
  database: Database = db,
): Promise<T> {
  const planned = success(answer);
  const attempt = async (tx: Transaction) => {
    const [given, found] = await together(claim(command, now, tx, planned), look(tx));
    if (given) return given;
    await decided(() => carryOut(found, tx, lastOf(tx)));
    return planned;
  };
  return settled(command, now, attempt, database);
}

/** Does this refusal stand for its key? After any other nobody knows what was done: the same command, with its key, may be sent again. */
export function isDecided(error: unknown): error is AppError {
  return error instanceof AppError && FINAL.has(error.code) && !error.retryAfterSeconds;
}

/** The attempt in a transaction of its own. A refusal that stands takes all of it back, the key too, and is kept by another. */
async function settled<T>(
  command: Command,
  now: Date,
  attempt: (tx: Transaction) => Promise<Answer>,
  database: Database,
): Promise<T> {
  const answer = await database.transaction(attempt).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    const { answer } = error;
    // Whoever has had the same refused in between has kept the answer.
    return database.transaction(async (tx) => (await claim(command, now, tx, answer)) ?? answer);
  });
  return read<T>(answer);
}

/** Waits for two statements of a transaction that travel together: where the first fails the second fails for it, and says nothing. */
async function together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  second.catch(() => undefined);
  return [await first, await second];
}

function success(value: unknown): Answer {
  return { status: 200, body: JSON.stringify(value ?? null) };
}

/** Does the work. A decided refusal leaves it as one that takes the transaction back, to be kept. */
async function decided<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDecided(error)) throw error;
    const { status, code, message } = error;
    throw new Refused({ status, body: JSON.stringify({ code, message }) });
  }
}

/** The first answer is read as every later one is, so that they cannot differ. */
function read<T>({ status, body }: Answer): T {
  const value = JSON.parse(body);
  if (status >= 400) throw new AppError(value.code, value.message);
  return value;
}
