import type { UnsafeQueryOptions } from 'postgres';

/**
 * Says that the values of a statement are written down as Postgres reads them, so that nobody need ask the server for their types
 * first: one round trip instead of two. Our patch of the driver reads it (decision 011).
 */
export const ENCODED = { encoded: true } as UnsafeQueryOptions;

/** The same of the last statement of a transaction, with which its commit travels. Decision 177. */
export const COMMITTING = { ...ENCODED, commits: true } as UnsafeQueryOptions;
