import type { RequestEvent, RequestHandler } from '@builder.io/qwik-city';
import { z } from 'zod';
import { AppError, type InputProblem } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { keyOf } from '~/lib/idempotency/key';
import { isCommand, type Operation } from './operation';

/** What was asked of an operation, read by its shapes. */
export interface Asked<Query, Body> {
  query: Query;
  body: Body;
  /** The `Idempotency-Key` of a command; empty for everything else. */
  key: string;
}

/**
 * The handler of an operation: reads what was asked, hands it to `work`, and answers what comes back in the shape that was
 * promised; what the shape does not name stays here. Throws `invalid` with a pointer to each thing that is wrong, 415 for
 * a body that is not JSON, and what `work` throws; the error boundary answers as problem+json. Guide 23.
 */
export function endpoint<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType>(
  operation: Operation<Query, Body, Answer>,
  work: (asked: Asked<z.output<Query>, z.output<Body>>, event: RequestEvent) => Promise<z.output<Answer>>,
): RequestHandler {
  return async (event) => {
    const key = isCommand(operation) ? keyOf(event.request.headers) : '';
    const query = read(operation.query, Object.fromEntries(event.query), 'query');
    const body = read(operation.body, isCommand(operation) ? await jsonOf(event) : {}, '#');
    const done = await work({ query, body, key }, event);
    if (operation.status === 204) event.send(204, '');
    else event.json(operation.status, z.encode(operation.answer, done));
  };
}

/** The front door has seen that it is well-formed. What has no type is empty. */
async function jsonOf(event: RequestEvent): Promise<unknown> {
  const type = event.request.headers.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === undefined) return {};
  if (type !== 'application/json') throw event.error(415, m.api_json_only());
  return event.parseBody();
}

function read<Shape extends z.ZodType>(shape: Shape, given: unknown, root: string): z.output<Shape> {
  const { success, data, error } = shape.safeParse(given);
  if (success) return data;
  throw new AppError('invalid', m.api_input_invalid(), { problems: problemsOf(error, root) });
}

/** JSON pointers (RFC 6901) into what was sent, as RFC 9457 shows them. */
function problemsOf(error: z.ZodError, root: string): InputProblem[] {
  return error.issues.map(({ path, message }) => ({
    pointer: [root, ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join(
      '/',
    ),
    detail: message,
  }));
}
