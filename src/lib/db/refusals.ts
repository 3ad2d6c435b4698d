import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';

/**
 * The refusal behind an error of the database, wherever in the chain of causes it stands: an `AppError` as it is, a lost
 * connection, a full pool or a statement out of time as `unavailable`. Nothing for anything else: that is a bug.
 */
export function refusalOf(error: unknown): AppError | undefined {
  for (const cause of causes(error)) {
    if (cause instanceof AppError) return cause;
    if (isPassing(cause)) return unavailable(error);
  }
  return undefined;
}

/** The database can not serve this request now: 503, and try again. */
export function unavailable(cause?: unknown): AppError {
  return new AppError('unavailable', m.error_unavailable_text(), { cause, retryAfterSeconds: 2 });
}

/** Nobody has answered in the time that a request may wait, or not even taken the question. */
export function unanswered(): AppError {
  return unavailable(new Unanswered('No connection was free, or no answer came.'));
}

/** The statements of the request have taken their time already, or had too little left. Says nothing about the database. */
export function outOfTime(): AppError {
  return unavailable(new OutOfTime('The time of the request was over.'));
}

/** Was it waited for, in vain? Whoever asks next would wait as long. */
export function isUnanswered(error: unknown): boolean {
  return causes(error).some((cause) => cause instanceof Unanswered || codeOf(cause) === 'ANSWER_TIMEOUT');
}

/** Did the request have no time left? Others may have theirs. */
export function isOutOfTime(error: unknown): boolean {
  return causes(error).some((cause) => cause instanceof OutOfTime);
}

/** Was the connection lost, or could none be made? A read may be tried again: it has changed nothing. */
export function isCut(error: unknown): boolean {
  return causes(error).some((cause) => CUT.test(codeOf(cause)));
}

/** Is the database away, as far as this error can tell? A statement that was refused says that it is there. */
export function isAway(error: unknown): boolean {
  return isUnanswered(error) || isCut(error);
}

class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/** Did this statement break the unique constraint or index of that name? Drizzle wraps the driver's error. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return isViolation(error, '23505', constraint);
}

/** Did this statement break the check of that name, or the trigger that refuses in its manner? */
export function isCheckViolation(error: unknown, constraint: string): boolean {
  return isViolation(error, '23514', constraint);
}

/** Did this statement wait longer for somebody else's lock than it may? */
export function isLockTimeout(error: unknown): boolean {
  return causes(error).some((cause) => codeOf(cause) === '55P03');
}

function isViolation(error: unknown, code: string, constraint: string): boolean {
  return causes(error).some(
    (cause) => codeOf(cause) === code && 'constraint_name' in cause && cause.constraint_name === constraint,
  );
}

function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  // `localhost` is two addresses, and a refusal by both is an AggregateError.
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error, ...[...parts, error.cause].flatMap(causes)];
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Driver and socket codes, and the SQLSTATE of connection trouble (08), of a server that shuts down or starts (57P), of too many clients, and of a login that it refuses (28P01, 3D000). */
const CUT =
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08...|57P0.|53300|28P01|3D000)$/;

/**
 * A server that is there and can not do this one now: no answer, cancelled, no lock, a deadlock or a conflict with another one (of
 * which nothing is left, so the same may be asked again), a standby that takes no writes, idle for too long, no room, a disk that fails.
 */
const PASSING =
  /^(ANSWER_TIMEOUT|CONNECTION_RELEASED|57014|55P03|40(000|001|003|P01)|25(006|P03|P04)|53...|58030)$/;

/** Supavisor, the pooler of hosted Supabase, tells of its limits by a word in the text: its code is that of any internal error. */
const POOLER_IS_FULL = /^\(E(MAXCONN\w*|CHECKOUTTIMEOUT)\)|max client connections reached/i;

function isPassing(error: Error): boolean {
  const code = codeOf(error);
  return CUT.test(code) || PASSING.test(code) || (code === 'XX000' && POOLER_IS_FULL.test(error.message));
}
