import { CookieJar } from '../../src/lib/testing/cookie-jar';
import { formsIn } from './forms';

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A browser without script or style: keeps cookies, fills in forms, shows a redirect instead of following it. */
export class HttpBrowser {
  constructor(
    readonly origin = process.env.ORIGIN ?? '',
    readonly jar = new CookieJar(),
  ) {}

  open(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send(path, { headers });
  }

  post(path: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const ours = { Origin: this.origin, 'Content-Type': FORM_TYPE };
    return this.#send(path, { method: 'POST', body, headers: { ...ours, ...headers } });
  }

  /** Opens the page and sends its first form that asks for all of `fields`. Throws when there is none. */
  async submit(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.submitIn(await this.open(path), path, fields);
  }

  /** The same with a form of the page that was the answer to another one. `pressed` is what its button says. */
  submitIn(
    page: Answer,
    path: string,
    fields: Record<string, string>,
    pressed: Record<string, string> = {},
  ): Promise<Answer> {
    const target = this.#formIn(page, path, fields);
    return this.post(
      target.path,
      new URLSearchParams({ ...target.fields, ...fields, ...pressed }).toString(),
    );
  }

  /** Where that form goes, and what it holds before anybody types. */
  async formFor(path: string, fields: Record<string, string>) {
    return this.#formIn(await this.open(path), path, fields);
  }

  #formIn({ body, status }: Answer, path: string, fields: Record<string, string>) {
    const form = formsIn(body).find((found) => Object.keys(fields).every((name) => name in found.fields));
    if (!form) throw new Error(`${path} (${status}) has no form with ${Object.keys(fields).join(', ')}`);
    const { pathname, search } = new URL(form.action, this.origin + path);
    return { path: pathname + search, fields: form.fields };
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const headers = { Accept: 'text/html', Cookie: this.jar.header, ...init.headers };
    const response = await fetch(this.origin + path, { ...init, headers, redirect: 'manual' });
    this.jar.take(response);
    return { status: response.status, headers: response.headers, body: await response.text() };
  }
}
