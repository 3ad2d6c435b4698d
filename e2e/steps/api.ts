import { createClient } from '@supabase/supabase-js';
import type { Person } from '../support/people';
import { type ApiAnswer, ApiContract } from './api-contract';

/** Of each server that is asked, read when it is first asked. */
const contracts = new Map<string, Promise<ApiContract>>();

/** A program that uses the API: with an access token of the auth server, or as nobody. Throws for any answer that is not as described. */
export class ApiClient {
  constructor(
    readonly token?: string,
    readonly origin = process.env.ORIGIN ?? '',
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.ask('GET', path, undefined, headers);
  }

  post(path: string, body?: object, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.ask('POST', path, body, { 'Idempotency-Key': crypto.randomUUID(), ...headers });
  }

  /** Without a body it says nothing of one, as a program would that reads the document. */
  async ask(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const bearer: Record<string, string> = this.token ? { Authorization: `Bearer ${this.token}` } : {};
    const type: Record<string, string> = body ? { 'Content-Type': 'application/json' } : {};
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      body: body && JSON.stringify(body),
      headers: { ...bearer, ...type, ...headers },
      redirect: 'manual',
    });
    const text = await response.text();
    const { status, headers: said } = response;
    const answer = { status, headers: said, text, json: text ? JSON.parse(text) : null };
    await this.#compare(method, path, body, answer);
    return answer;
  }

  async #compare(method: string, path: string, body: object | undefined, answer: ApiAnswer): Promise<void> {
    const contract = contracts.get(this.origin) ?? ApiContract.of(this.origin);
    contracts.set(this.origin, contract);
    const problems = (await contract).problemsOf(method, path, body, answer);
    if (problems.length > 0) throw new Error(`${method} ${path} is not as described: ${problems.join('; ')}`);
  }
}

/** Signs in where programs do: at the auth server. */
export async function apiFor({ email, password }: Pick<Person, 'email' | 'password'>): Promise<ApiClient> {
  const { PUBLIC_SUPABASE_URL: url = '', PUBLIC_SUPABASE_ANON_KEY: key = '' } = process.env;
  const { auth } = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
  const { data, error } = await auth.signInWithPassword({ email, password });
  if (error) throw error;
  return new ApiClient(data.session.access_token);
}
