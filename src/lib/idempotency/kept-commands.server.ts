import { createHash } from 'node:crypto';
import { and, eq, lt, sql } from 'drizzle-orm';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { isLockTimeout } from '~/lib/db/refusals';
import { written } from '~/lib/db/written';
import { AppError } from '~/lib/errors';
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
export interface Answer {
  status: number;
  body: string;
}

/** What `private.claim_command` says: that the command is new and ours, or what is kept of it. */
const claiming = written((database: Database) => {
  const [userId, route, key] = ['userId', 'route', 'key'].map((name) => sql.placeholder(name));
  const [inputHash, expiresAt] = [sql.placeholder('inputHash'), sql.placeholder('expiresAt')];
  const answer = sql`${sql.placeholder('status')}, ${sql.placeholder('body')}`;
  return database
    .select({
      isNew: sql<boolean>`is_new`,
      hash: sql<string | null>`hash`,
      status: sql<number | null>`status`,
      body: sql<string | null>`body`,
    })
    .from(sql`private.claim_command(${userId}, ${route}, ${key}, ${inputHash}, ${expiresAt}, ${answer})`)
    .prepare('claiming');
});

/**
 * Takes the key of a command for this transaction, and keeps the answer with it where that is known already; else `keep` has to follow.
 * Null for one that is new and ours to carry out; else what it was answered.
 * Throws `unprocessable` for a key that came with another input, `conflict` with `retryAfterSeconds` while another one runs.
 */
export async function claim(
  command: Command,
  now: Date,
  tx: Transaction,
  { status, body }: Partial<Answer> = {},
): Promise<Answer | null> {
  const { userId, route, key, input } = command;
  const inputHash = createHash('sha256').update(stableText(input)).digest('hex');
  const expiresAt = new Date(now.getTime() + KEEP_MS).toISOString();
  const [kept] = await claiming(tx)
    .execute({ userId, route, key, inputHash, expiresAt, status: status ?? null, body: body ?? null })
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

/** Has this command been answered? For what should not happen to a repetition, before `once`: one that still runs is not seen. */
export async function isKept(
  { userId, route, key }: Pick<Command, 'userId' | 'route' | 'key'>,
  database: Database,
): Promise<boolean> {
  return (await asking(database).execute({ userId, route, key })).length > 0;
}

/** What the command was answered, from here on. For a claim without an answer. */
export async function keep({ userId, route, key }: Command, answer: Answer, tx: Transaction): Promise<void> {
  await keeping(tx).execute({ userId, route, key, ...answer });
}

const isThis = and(
  eq(idempotencyKeys.userId, sql.placeholder('userId')),
  eq(idempotencyKeys.route, sql.placeholder('route')),
  eq(idempotencyKeys.key, sql.placeholder('key')),
);

const asking = written((database: Database) =>
  database.select({ key: idempotencyKeys.key }).from(idempotencyKeys).where(isThis).prepare('asking'),
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

/** Forgets the commands that are past their time. Answers how many there were. */
export async function pruneKeys(now: Date, database: Database = db): Promise<number> {
  const gone = await database
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.expiresAt, now))
    .returning({ key: idempotencyKeys.key });
  return gone.length;
}
