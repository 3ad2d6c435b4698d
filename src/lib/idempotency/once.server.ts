import { type Database, db, type Transaction } from '~/lib/data/system';
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

/** What a command does in its transaction, in two steps whose statements travel with those of the key. Decision 164. */
export interface PipelinedWork<Found, T> {
  /** Reads what there is to know. It is asked along with the key, so for a repeated command too, and in vain. */
  look(tx: Transaction): Promise<Found>;
  carryOut(found: Found, tx: Transaction): Promise<Effect<T>>;
}

/** What a command is answered, and the statement that does it, still on its way: the answer is kept along with it. */
export interface Effect<T> {
  answer: T;
  done: Promise<unknown>;
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
  const carryOut = async (_: undefined, tx: Transaction) => atOnce(await work(tx));
  return oncePipelined(command, now, { look: nothing, carryOut }, database);
}

/** `once` for a work that does not wait for the key before it looks, nor for its effect before the answer is kept. */
export async function oncePipelined<Found, T>(
  command: Command,
  now: Date,
  { look, carryOut }: PipelinedWork<Found, T>,
  database: Database = db,
): Promise<T> {
  const make = async (found: Found, tx: Transaction) => {
    const { answer, done } = await carryOut(found, tx).catch(decided);
    return { answer: success(answer), done: done.catch(decided) };
  };
  const answer = await answerOnce(command, now, { look, carryOut: make }, database).catch(
    (error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      // All of it is taken back, the key too. Whoever has had the same refused in between has kept the answer.
      return answerOnce(command, now, refusing(error.answer), database);
    },
  );
  return read<T>(answer);
}

/** Does this refusal stand for its key? After any other nobody knows what was done: the same command, with its key, may be sent again. */
export function isDecided(error: unknown): error is AppError {
  return error instanceof AppError && FINAL.has(error.code) && !error.retryAfterSeconds;
}

/** In one transaction: what the command was answered before, or what `work` makes of it, which is kept from here on. */
function answerOnce<Found>(
  command: Command,
  now: Date,
  work: PipelinedWork<Found, Answer>,
  database: Database,
): Promise<Answer> {
  return database.transaction(async (tx) => {
    const [given, found] = await together(claim(command, now, tx), work.look(tx));
    if (given) return given;
    const { answer, done } = await work.carryOut(found, tx);
    await together(done, keep(command, answer, tx));
    return answer;
  });
}

/** The work of a command that has been refused already: nothing but the answer. */
function refusing(answer: Answer): PipelinedWork<undefined, Answer> {
  return { look: nothing, carryOut: async () => atOnce(answer) };
}

const nothing = async () => undefined;

/** An effect that nobody has to wait for any more. */
function atOnce<T>(answer: T): Effect<T> {
  return { answer, done: Promise.resolve() };
}

/** Waits for two statements of a transaction that travel together: where the first fails the second fails for it, and says nothing. */
async function together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  second.catch(() => undefined);
  return [await first, await second];
}

function success(value: unknown): Answer {
  return { status: 200, body: JSON.stringify(value ?? null) };
}

/** For what the work threw: a decided refusal takes it back and is kept. */
function decided(error: unknown): never {
  if (!isDecided(error)) throw error;
  const { status, code, message } = error;
  throw new Refused({ status, body: JSON.stringify({ code, message }) });
}

/** The first answer is read as every later one is, so that they cannot differ. */
function read<T>({ status, body }: Answer): T {
  const value = JSON.parse(body);
  if (status >= 400) throw new AppError(value.code, value.message);
  return value;
}
