import { randomInt } from 'node:crypto';
import { HttpBrowser } from '../http/http-browser';
import { readSession } from '../http/session-cookie';
import { ApiClient } from '../steps/api';
import { signInByHttp } from '../steps/sign-in';
import { newAdmin, newUser, type Person } from './people';

/**
 * The people and the texts of one run. A secret is what opens something: a password, a token, a code. What is said is a name, an
 * address, a note: it is kept where it was meant for, and nowhere else.
 */
export class Canaries {
  readonly secret = `secret-${crypto.randomUUID().slice(0, 8)}`;
  readonly said = `said-${crypto.randomUUID().slice(0, 8)}`;
  /** Secrets that cannot have that word in them. */
  readonly others = new Set<string>();

  constructor(readonly origin: string) {}

  secretOf = (place: string) => `${this.secret}-${place}`;
  emailOf = (place: string) => `${this.said}-${place}@example.test`;

  /** Digits, as a mail would show them: more than one shows, so that they are in nothing else. */
  code(): string {
    return this.keep(`90${randomInt(1e7, 1e8)}`);
  }

  visitor = () => this.browserWith();

  browserWith(jar?: HttpBrowser['jar']): HttpBrowser {
    return new HttpBrowser(this.origin, jar);
  }

  program(token: string): ApiClient {
    return new ApiClient(token, this.origin);
  }

  person(place: string): Promise<Person> {
    return newUser(this.#about(place));
  }

  async signedIn(place: string): Promise<HttpBrowser & { person: Person }> {
    return this.enter(await this.person(place));
  }

  async signedInAdmin(place: string): Promise<HttpBrowser & { person: Person }> {
    return this.enter(await newAdmin(this.#about(place)));
  }

  /** What the browser holds from now on is a secret too. */
  async enter(person: Person): Promise<HttpBrowser & { person: Person }> {
    const browser = this.browserWith((await signInByHttp(person, this.origin)).jar);
    const session = browser.jar.get('alcazar-auth') ?? '';
    const { access_token: access, refresh_token: refresh } = readSession(session);
    for (const secret of [session, access, refresh, browser.jar.get('alcazar-device') ?? ''])
      this.keep(secret);
    return Object.assign(browser, { person });
  }

  #about(place: string): Person {
    return {
      email: this.emailOf(place),
      password: this.secretOf(`password-${place}`),
      fullName: `${this.said} Ada`,
    };
  }

  /** Another text that opens something: a token that a mail has brought. */
  keep(secret: string): string {
    if (secret.length < 8) throw new Error('This is not a secret, or it is found everywhere.');
    this.others.add(secret);
    return secret;
  }
}
