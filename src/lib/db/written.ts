/**
 * A statement of Drizzle's that is written once, and not each time it is asked: writing the text of one takes the app longer
 * than asking it. What differs from time to time are placeholders in it; what changes its text is its `shape`, of which there
 * are only ever a few. It is kept for each pool; a transaction is new each time, and has it written anew.
 *
 * Nothing of this is kept by the server, where a prepared statement would belong to one connection of the pooler's
 * (`prepare: false` in `pool.ts`): Drizzle's `prepare` keeps the text on our side. Decision 154.
 */
export function written<Source extends object, Shape extends readonly string[], Statement>(
  write: (database: Source, ...shape: Shape) => Statement,
): (database: Source, ...shape: Shape) => Statement {
  const kept = new WeakMap<Source, Map<string, Statement>>();
  return (database, ...shape) => {
    const ofThis = kept.get(database) ?? new Map<string, Statement>();
    kept.set(database, ofThis);
    const key = shape.join(' ');
    const statement = ofThis.get(key) ?? write(database, ...shape);
    ofThis.set(key, statement);
    return statement;
  };
}
