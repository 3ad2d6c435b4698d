/** The refusals a user can understand, each with the HTTP status it travels as. */
const STATUS = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unprocessable: 422,
  rate_limited: 429,
  unavailable: 503,
} as const;

export type AppErrorCode = keyof typeof STATUS;

/** What is wrong with a part of what a program sent: a JSON pointer to it, and a sentence. */
export interface InputProblem {
  pointer: string;
  detail: string;
}

/**
 * A refusal the user can understand. `message` is a whole sentence, safe to show.
 * Anything thrown that is not an `AppError` is a bug: it is logged and answered as a calm 500.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly status: number;

  constructor(
    readonly code: AppErrorCode,
    sentence: string,
    options?: ErrorOptions & {
      retryAfterSeconds?: number;
      field?: string;
      problems?: readonly InputProblem[];
    },
  ) {
    super(sentence, options);
    this.status = STATUS[code];
    this.retryAfterSeconds = options?.retryAfterSeconds;
    this.field = options?.field;
    this.problems = options?.problems;
  }

  /** Seconds for the `Retry-After` header, where waiting helps. */
  readonly retryAfterSeconds: number | undefined;

  /** The field of the form that it is about, where it is about one. */
  readonly field: string | undefined;

  /** Each thing that is wrong with the input, where a program sent it. */
  readonly problems: readonly InputProblem[] | undefined;
}
