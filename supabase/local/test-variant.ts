import type { StackOptions } from './stack';

export const IS_REAL = process.env.STACK === 'real';

/** STACK=real runs the same tests on this machine's own PostgreSQL behind its pgbouncer in transaction mode. */
export const VARIANT: StackOptions = IS_REAL ? { postgres: 'system', pooler: 'pgbouncer' } : {};
