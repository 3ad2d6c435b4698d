import { z } from 'zod';

/**
 * One thing that the API does: how it is asked and what it answers. The endpoint reads and writes by these shapes, and the
 * OpenAPI document and its page are made of them, so that none can say anything else than the others.
 */
export interface Operation<
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** Unique, in camel case: what generated clients call it. */
  id: string;
  method: 'GET' | 'POST';
  /** Below `/api/v1`, with its parameters in braces: `/invoices/{number}/pay`. */
  path: string;
  /** One sentence, in the reader's language. */
  summary: () => string;
  /** Does it answer without an access token? */
  isOpen?: boolean;
  /** What may stand behind the question mark. */
  query: Query;
  /** Null where nothing is sent along. */
  body: Body;
  /** The status of success; 204 answers nothing. */
  status: 200 | 201 | 204;
  answer: Answer;
}

/** For operations without a query, without a body, without an answer. */
export const nothing = z.strictObject({});

/** Keeps the types of the shapes, and says that it is complete. */
export function operation<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType>(
  given: Operation<Query, Body, Answer>,
): Operation<Query, Body, Answer> {
  return given;
}

/** Commands are carried out once for each `Idempotency-Key`, which they have to bring. */
export function isCommand({ method }: Pick<Operation, 'method'>): boolean {
  return method === 'POST';
}
