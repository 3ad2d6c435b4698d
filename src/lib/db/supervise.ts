import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';
import type { Breaker } from '~/lib/breaker';
import type { TimeBudget } from '~/lib/request/time-budget';
import { again } from './again';
import { COMMITTING, ENCODED } from './encoded';
import { outOfTime, unanswered } from './refusals';

export interface Supervision {
  /** How long a query or a transaction may wait for a free connection before it is refused. */
  waitMs: number;
  /** How long a query of its own may take, the wait included. What it holds is given up by the driver. */
  answerMs?: number;
  /** What the request that asks has for all its statements; nothing where nobody waits. Decision 160. */
  budget?: () => TimeBudget | undefined;
  /** Refuses at once what would only wait for a database that is away. */
  breaker?: Breaker;
  /** Told of each statement when it is over; the time includes the wait for a connection. */
  onQuery?: (text: string, milliseconds: number, failed: boolean) => void;
}

type AnyQuery = PendingQuery<Row[]>;
type Values = Parameters<Sql['unsafe']>[1];
type Options = Parameters<Sql['unsafe']>[2];
type Work = (transaction: TransactionSql) => unknown;

/**
 * The connection as Drizzle may use it: nobody waits for ever on an exhausted pool, nobody queues for a database that is
 * away, a read whose connection was cut is made again, and each statement can be watched.
 * Throws `AppError('unavailable')`; Drizzle hands it on as the `cause` of its own error, where `refusalOf` finds it. Guide 2.
 */
export function supervise(sql: Sql, rules: Supervision): Sql {
  return override(sql, {
    unsafe: (text: string, values?: Values) =>
      whenAwaited((shape) => ask(() => shape(sql.unsafe(text, values, ENCODED)), text, rules)),
    begin: (work: Work) => guarded(rules, () => beginWithin(sql, rules, work)),
  });
}

/** A statement on its own: in a transaction the answer of the one before may be lost with the connection. */
function ask(send: () => AnyQuery, text: string, rules: Supervision): Promise<unknown> {
  const once = async () => watched(limitWait(send(), rules), text, rules);
  return guarded(rules, () => (isRead(text) ? again(once) : once()));
}

/** Changes nothing, as far as the text says. A function that is selected may: those are called in transactions. */
function isRead(text: string): boolean {
  return /^\s*select\b/i.test(text);
}

async function guarded<T>(rules: Supervision, work: () => Promise<T>): Promise<T> {
  const budget = rules.budget?.();
  if (budget?.left() === 0) throw outOfTime();
  const run = () => (rules.breaker ? rules.breaker.run(work) : work());
  return budget ? budget.spend(run) : run();
}

/** What Drizzle does with a query of the driver: it awaits it, or its rows as arrays. */
function whenAwaited(run: (shape: (query: AnyQuery) => AnyQuery) => Promise<unknown>) {
  return {
    // biome-ignore lint/suspicious/noThenProperty: a query of the driver is no promise either, and runs when it is awaited
    then: (...then: Parameters<Promise<unknown>['then']>) => run((query) => query).then(...then),
    // `values` answers the query itself, of another type of rows.
    values: () => run((query) => query.values() as unknown as AnyQuery),
  };
}

/** What a transaction tells whoever waits for it. */
interface Waiter {
  /** Throws where nobody waits any more. */
  requireTime(): void;
  /** May the commit go along with this statement? Then nobody gives up any more: only the database can say what comes of it. */
  letCommit(): boolean;
}

function watchedTransaction(transaction: TransactionSql, rules: Supervision, waiter: Waiter): TransactionSql {
  return override(transaction, {
    unsafe(text: string, values?: Values, asked?: Options) {
      waiter.requireTime();
      const options = asked === COMMITTING && waiter.letCommit() ? COMMITTING : ENCODED;
      return watched(transaction.unsafe(text, values, options), text, rules);
    },
    savepoint: (work: Work) =>
      transaction.savepoint((nested) => work(watchedTransaction(nested, rules, withoutCommit(waiter)))),
  });
}

/** In a savepoint the last statement is one like any other: the transaction is somebody else's. */
function withoutCommit({ requireTime }: Waiter): Waiter {
  return { requireTime, letCommit: () => false };
}

/** With a commit behind it a statement is waited for as long as the driver does, so it goes without one where time is short already. */
function hasTimeToCommit({ budget, waitMs }: Supervision): boolean {
  return (budget?.()?.left() ?? Number.POSITIVE_INFINITY) >= waitMs;
}

function override<T extends object>(target: T, methods: Record<string, unknown>): T {
  return new Proxy(target, {
    get: (object, key) => Reflect.get(Object.hasOwn(methods, key) ? methods : object, key),
  });
}

function limitWait(query: AnyQuery, rules: Supervision): AnyQuery {
  // Not in the driver's types: `state` is null until a connection has the query, `reject` ends it with our error.
  const driverQuery = query as AnyQuery & { state: unknown; reject(error: Error): void };
  const waiting = setTimeout(() => {
    if (driverQuery.state) return;
    driverQuery.reject(unanswered());
    query.cancel();
  }, rules.waitMs);
  const asking = whenLate(rules, rules.answerMs, (late) => driverQuery.reject(late));
  const settled = () => {
    clearTimeout(waiting);
    clearTimeout(asking);
  };
  query.then(settled, settled);
  return query;
}

/**
 * A transaction that has no connection in time, or that the request has no time for any more, is refused at once, and rolled back
 * as soon as its connection hears of it: whoever was told no gets no commit. One whose commit was sent is waited for, as long as
 * the driver does: nobody else can say what came of it.
 */
async function beginWithin(sql: Sql, rules: Supervision, work: Work): Promise<unknown> {
  const refusal = Promise.withResolvers<never>();
  let isRefused = false;
  const refuse = (error: Error) => {
    isRefused = true;
    refusal.reject(error);
  };
  // The driver can not take a transaction out of its queue: one that comes too late does nothing.
  const requireTime = () => {
    if (isRefused) throw outOfTime();
  };
  const waiting = setTimeout(() => refuse(unanswered()), rules.waitMs);
  const asking = whenLate(rules, undefined, refuse);
  const letCommit = () => {
    if (!hasTimeToCommit(rules)) return false;
    clearTimeout(asking);
    return true;
  };
  const transaction = sql.begin(async (given) => {
    clearTimeout(waiting);
    requireTime();
    const result = await work(watchedTransaction(given, rules, { requireTime, letCommit }));
    requireTime();
    clearTimeout(asking);
    return result;
  });
  return Promise.race([transaction, refusal.promise]).finally(() => {
    clearTimeout(waiting);
    clearTimeout(asking);
  });
}

/**
 * Tells when a work is late: after its own time, or when the request has none left. A rest of a budget that is shorter than the wait
 * for a connection says nothing about the database, and the breaker does not count it.
 */
function whenLate({ budget, waitMs }: Supervision, ownMs: number | undefined, tell: (error: Error) => void) {
  const left = budget?.()?.left() ?? Number.POSITIVE_INFINITY;
  const ms = Math.min(left, ownMs ?? Number.POSITIVE_INFINITY);
  if (ms === Number.POSITIVE_INFINITY) return undefined;
  return setTimeout(() => tell(left < waitMs ? outOfTime() : unanswered()), ms);
}

function watched(query: AnyQuery, text: string, { onQuery }: Supervision): AnyQuery {
  if (!onQuery) return query;
  const start = performance.now();
  const over = (failed: boolean) => () => onQuery(text, performance.now() - start, failed);
  query.then(over(false), over(true));
  return query;
}
