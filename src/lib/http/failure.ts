import { ServerError } from '@builder.io/qwik-city/middleware/request-handler';
import { refusalOf } from '~/lib/db/refusals';
import type { InputProblem } from '~/lib/errors';

/** How a request ended badly: what the answer's status, its page and its log line are made from. */
export interface Failure {
  status: number;
  /** A stable word for programs: `not_found`, `too_large`, … */
  code: string;
  /** What a service told the user. Never a bug's message. */
  sentence?: string;
  /** What is wrong with the request, for whoever wrote the program that sent it. People get words of their own language. */
  detail?: string;
  /** Each thing that is wrong with the input. */
  problems?: readonly InputProblem[];
  headers?: Record<string, string>;
}

const CODES: Record<number, string> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'timeout',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  501: 'not_implemented',
  503: 'unavailable',
};

/** A failure by its status, with the word that belongs to it. */
export function failure(status: number, more: Omit<Failure, 'status' | 'code'> = {}): Failure {
  return { status, code: CODES[status] ?? (status < 500 ? 'refused' : 'internal'), ...more };
}

/**
 * What to answer for something thrown: a refusal (`AppError`, also as the cause of a database error) with its own status,
 * an HTTP error of the framework (`throw ev.error(404, …)`) with its, anything else is a bug and answers 500.
 */
export function failureOf(error: unknown): Failure {
  const refusal = refusalOf(error);
  if (refusal) {
    const headers = refusal.retryAfterSeconds
      ? { 'Retry-After': String(refusal.retryAfterSeconds) }
      : undefined;
    const { status, code, message: sentence, problems } = refusal;
    return { status, code, sentence, problems, headers };
  }
  const isHttpError = error instanceof ServerError && error.status < 500;
  return isHttpError ? failure(error.status, { sentence: error.message || undefined }) : failure(500);
}

/**
 * For programs: RFC 9457. The id of the request is in the header `X-Request-Id` and not in here, so that a command that
 * comes again is answered byte for byte as before.
 */
export function problemJson({ status, code, sentence, detail = sentence, problems }: Failure): string {
  const title = code.replaceAll('_', ' ');
  return JSON.stringify({ type: 'about:blank', title, status, code, detail, errors: problems });
}

/** Does the client read pages? A browser says so; a bare asterisk is a program that takes anything, and the API has none. */
export function wantsPage(path: string, accept: string | null): boolean {
  return !path.startsWith('/api/') && /\btext\/html\b/i.test(accept ?? '');
}
