import { createHash } from 'node:crypto';
import { and, eq, lt, sql } from 'drizzle-orm';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { isLockTimeout } from '~/lib/db/refusals';
import { written } from '~/lib/db/written';
import { AppError, type AppErrorCode } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { idempotencyKeys } from './idempotency.schema';
import { KEEP_MS } from './limits';
import { stableText } from './stable-text';

/** What makes two requests one command: who, what, the key the sender chose, and what was asked for. */
export interface Command {
  userId: string;
  /** The verb, such as `wallet.transfer`: the same through a form and through the API. */
  route: string;
  key: string;
  input: unknown;
}

/** What a command was answered, as it is kept. */
interface Answer {
  status: number;
  body: string;
}

/** Refusals that stand: the command was looked at and decided. Of any other the same key may be tried again. */
const FINAL = new Set<AppErrorCode>(['forbidden', 'not_found', 'conflict', 'unprocessable']);

/** A refusal that stands, on its way out of the transaction that it takes back. */
class Refused extends Error {
  constructor(readonly answer: Answer) {
    super('refused');
  }
}

/**
 * Carries out a command once, however often it comes: the first time `work` runs, and every time the answer is the first
 * one's, refusals included. Effect, key and answer are one transaction, so a crash leaves all or nothing of them; what
 * `work` throws undoes what it did. The answer has to survive JSON.
 * Throws `unprocessable` for a key that came with another input, `conflict` with `retryAfterSeconds` while the first one
 * still runs, and what `work` throws. Seed 002, guide 7.
 */
export async function once<T>(
  command: Command,
  now: Date,
  work: (tx: Transaction) => Promise<T>,
  database: Database = db,
): Promise<T> {
  const carryOut = async (tx: Transaction) => success(await work(tx).catch(decided));
  const answer = await answerOnce(command, now, carryOut, database).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    // All of it is taken back, the key too. Whoever has had the same refused in between has kept the answer.
    return answerOnce(command, now, async () => error.answer, database);
  });
  return read<T>(answer);
}

/** Does this refusal stand for its key? After any other nobody knows what was done: the same command, with its key, may be sent again. */
export function isDecided(error: unknown): error is AppError {
  return error instanceof AppError && FINAL.has(error.code) && !error.retryAfterSeconds;
}

/** Forgets the commands that are past their time. Answers how many there were. */
export async function pruneKeys(now: Date, database: Database = db): Promise<number> {
  const gone = await database
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.expiresAt, now))
    .returning({ key: idempotencyKeys.key });
  return gone.length;
}

/** In one transaction: what the command was answered before, or what `make` makes of it, which is kept from here on. */
function answerOnce(
  command: Command,
  now: Date,
  make: (tx: Transaction) => Promise<Answer>,
  database: Database,
): Promise<Answer> {
  return database.transaction(async (tx) => {
    const given = await claim(command, now, tx);
    if (given) return given;
    const made = await make(tx);
    const { userId, route, key } = command;
    await keeping(tx).execute({ userId, route, key, ...made });
    return made;
  });
}

const isThis = and(
  eq(idempotencyKeys.userId, sql.placeholder('userId')),
  eq(idempotencyKeys.route, sql.placeholder('route')),
  eq(idempotencyKeys.key, sql.placeholder('key')),
);

const keeping = written((database: Database) =>
  database
    .update(idempotencyKeys)
    .set({
      responseStatus: sql`${sql.placeholder('status')}`,
      responseBody: sql`${sql.placeholder('body')}`,
    })
    .where(isThis)
    .prepare('keeping'),
);

/** What `private.claim_command` says: that the command is new and ours, or what is kept of it. */
const claiming = written((database: Database) => {
  const [userId, route, key] = ['userId', 'route', 'key'].map((name) => sql.placeholder(name));
  const [inputHash, expiresAt] = [sql.placeholder('inputHash'), sql.placeholder('expiresAt')];
  return database
    .select({
      isNew: sql<boolean>`is_new`,
      hash: sql<string | null>`hash`,
      status: sql<number | null>`status`,
      body: sql<string | null>`body`,
    })
    .from(sql`private.claim_command(${userId}, ${route}, ${key}, ${inputHash}, ${expiresAt})`)
    .prepare('claiming');
});

/** Null for a command that is new and ours to carry out; else what it was answered. */
async function claim(command: Command, now: Date, tx: Transaction): Promise<Answer | null> {
  const { userId, route, key, input } = command;
  const inputHash = createHash('sha256').update(stableText(input)).digest('hex');
  const expiresAt = new Date(now.getTime() + KEEP_MS).toISOString();
  const [kept] = await claiming(tx)
    .execute({ userId, route, key, inputHash, expiresAt })
    .catch((error: unknown) => {
      throw isLockTimeout(error) ? stillRunning(error) : error;
    });
  // Pruned while it was looked for: it is a new command the next time it comes.
  if (!kept) throw stillRunning();
  if (kept.isNew) return null;
  if (kept.hash !== inputHash) throw new AppError('unprocessable', m.error_command_differs());
  if (kept.status === null || kept.body === null) throw new Error('A command was kept without an answer.');
  return { status: kept.status, body: kept.body };
}

function stillRunning(cause?: unknown): AppError {
  return new AppError('conflict', m.error_command_running(), { cause, retryAfterSeconds: 1 });
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
