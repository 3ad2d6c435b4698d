import type { StackOptions } from './stack';

/** STACK=real runs the tests of the auth server on this machine's own PostgreSQL behind its pgbouncer. */
export const VARIANT: StackOptions =
  process.env.STACK === 'real' ? { postgres: 'system', pooler: 'pgbouncer' } : {};
