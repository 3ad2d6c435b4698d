import type { Server } from 'bun';
import { newStripeAccount, type StripeAccount, type StripeAnswer, stripeError } from './stripe-account';

/** What a request to Stripe's API said. */
export interface StripeCall {
  method: string;
  path: string;
  key: string | null;
  idempotencyKey: string | null;
  form: URLSearchParams;
}

/** A server that speaks as Stripe's API does: its paths, its forms, its keys of idempotency, its errors. */
export interface StripeApi {
  calls: StripeCall[];
  /** Answers of a test's own, by path; a number is a failure with that status. */
  answers: Map<string, object | number>;
  /** What the shop has at Stripe. */
  account: StripeAccount;
  place: { host: string; port: number; protocol: 'http' };
  stop(): Promise<void>;
}

const TYPES: Record<number, string> = { 409: 'idempotency_error', 500: 'api_error' };

const KEY = /^Bearer [sr]k_test_\w+$/;

export function startStripeApi(): StripeApi {
  const calls: StripeCall[] = [];
  const answers = new Map<string, object | number>();
  const account = newStripeAccount();
  const known = new Map<string, { asked: string; answer: StripeAnswer }>();

  const answerTo = (call: StripeCall): StripeAnswer => {
    if (!KEY.test(call.key ?? ''))
      return stripeError(401, 'invalid_request_error', 'Invalid API Key provided.');
    const given = answers.get(call.path);
    if (given === undefined) return once(call);
    if (typeof given === 'object') return { status: 200, body: given };
    return stripeError(given, TYPES[given] ?? 'invalid_request_error', 'as the test says');
  };
  const once = ({ method, path, form, idempotencyKey }: StripeCall): StripeAnswer => {
    if (method !== 'POST' || idempotencyKey === null) return account.answer(method, path, form);
    const asked = `${path} ${form}`;
    const before = known.get(idempotencyKey);
    if (before && before.asked !== asked)
      return stripeError(400, 'idempotency_error', 'Keys for idempotent requests can only be used once.');
    const answer = before?.answer ?? account.answer(method, path, form);
    known.set(idempotencyKey, { asked, answer });
    return answer;
  };

  const server: Server<undefined> = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const call = await callOf(request);
      calls.push(call);
      const { status, body } = answerTo(call);
      return Response.json(body, { status, headers: { 'Request-Id': `req_${calls.length}` } });
    },
  });
  const place = { host: '127.0.0.1', port: server.port ?? 0, protocol: 'http' as const };
  return { calls, answers, account, place, stop: () => server.stop(true) };
}

async function callOf(request: Request): Promise<StripeCall> {
  const { method, headers } = request;
  const { pathname: path, searchParams } = new URL(request.url);
  const type = headers.get('Content-Type') ?? '';
  const isForm = method === 'POST' && type.startsWith('application/x-www-form-urlencoded');
  const form = isForm ? new URLSearchParams(await request.text()) : searchParams;
  return {
    method,
    path,
    key: headers.get('Authorization'),
    idempotencyKey: headers.get('Idempotency-Key'),
    form,
  };
}
