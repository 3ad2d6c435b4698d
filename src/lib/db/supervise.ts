import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';
import { unavailable } from './refusals';

export interface Supervision {
  /** How long a query or a transaction may wait for a free connection before it is refused. */
  waitMs: number;
  /** Told of each statement when it is over; the time includes the wait for a connection. */
  onQuery?: (text: string, milliseconds: number, failed: boolean) => void;
}

type AnyQuery = PendingQuery<Row[]>;
type Work = (transaction: TransactionSql) => unknown;

/**
 * The connection as Drizzle may use it: nobody waits for ever on an exhausted pool, and each statement can be watched.
 * Throws `AppError('unavailable')`; Drizzle hands it on as the `cause` of its own error, where `refusalOf` finds it. Guide 2.
 */
export function supervise(sql: Sql, rules: Supervision): Sql {
  return override(sql, {
    unsafe: (...call: Parameters<Sql['unsafe']>) =>
      watched(limitWait(sql.unsafe(...call), rules.waitMs), call[0], rules),
    begin: (work: Work) =>
      beginWithin(sql, rules, (transaction) => work(watchedTransaction(transaction, rules))),
  });
}

function watchedTransaction(transaction: TransactionSql, rules: Supervision): TransactionSql {
  return override(transaction, {
    unsafe: (...call: Parameters<Sql['unsafe']>) => watched(transaction.unsafe(...call), call[0], rules),
    savepoint: (work: Work) => transaction.savepoint((nested) => work(watchedTransaction(nested, rules))),
  });
}

function override<T extends object>(target: T, methods: Record<string, unknown>): T {
  return new Proxy(target, {
    get: (object, key) => Reflect.get(Object.hasOwn(methods, key) ? methods : object, key),
  });
}

function limitWait(query: AnyQuery, waitMs: number): AnyQuery {
  const timer = setTimeout(() => {
    // Not in the driver's types: `state` is null until a connection has the query, `reject` ends it with our error.
    const driverQuery = query as AnyQuery & { state: unknown; reject(error: Error): void };
    if (driverQuery.state) return;
    driverQuery.reject(unavailable());
    query.cancel();
  }, waitMs);
  const settled = () => clearTimeout(timer);
  query.then(settled, settled);
  return query;
}

/** The driver can not take a transaction out of its queue: one that comes too late is rolled back before it does anything. */
async function beginWithin(sql: Sql, { waitMs }: Supervision, work: Work): Promise<unknown> {
  const wait = Promise.withResolvers<never>();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    wait.reject(unavailable());
  }, waitMs);
  const transaction = sql.begin((given) => {
    clearTimeout(timer);
    if (late) throw unavailable();
    return work(given);
  });
  return Promise.race([transaction, wait.promise]).finally(() => clearTimeout(timer));
}

function watched(query: AnyQuery, text: string, { onQuery }: Supervision): AnyQuery {
  if (!onQuery) return query;
  const start = performance.now();
  const over = (failed: boolean) => () => onQuery(text, performance.now() - start, failed);
  query.then(over(false), over(true));
  return query;
}
