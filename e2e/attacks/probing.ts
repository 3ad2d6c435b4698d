import fc from 'fast-check';
import { HttpBrowser } from '../http/http-browser';
import { ApiClient } from '../steps/api';
import { Canaries } from '../support/canaries';
import { type Fields, GREED, hostileFields, hostileJson, hostileText } from './hostile';
import { type Judged, slowness, troubleIn } from './judge';

const AT_A_TIME = 4;

/** Something that takes a form, as somebody who means it is about to send it. */
interface Shot {
  path: string;
  fields: Fields;
  values: fc.Arbitrary<unknown>;
  send(fields: Fields): Promise<Judged>;
}

interface ProbeOptions {
  /** How often each form is sent with something else in it. */
  runs: number;
  /** Try a form the moment that somebody gets to it, when all that it needs is there, or all of them when `shootAll` says so. */
  isAtOnce: boolean;
  /** Is an answer that takes its time a trouble? Where it does on purpose, these many milliseconds are let pass. */
  patience?: (form: string) => number;
}

/** Sends each form that goes through its browsers with hostile inputs as well. `troubles` is what came of it, with the smallest input and its seed. */
export class Probe {
  readonly troubles: string[] = [];
  readonly #shots = new Map<string, Shot>();

  constructor(readonly options: ProbeOptions) {}

  /** Every form that came by, by its address. */
  get forms(): string[] {
    return [...this.#shots.keys()].sort();
  }

  async take(shot: Shot): Promise<void> {
    const form = formAt(shot.path);
    if (this.#shots.has(form)) return;
    this.#shots.set(form, shot);
    if (this.options.isAtOnce) await this.#shoot(form, shot);
  }

  /** A few at a time: many at once would only show how the server says that it is busy. */
  async shootAll(): Promise<void> {
    const waiting = this.#shots.entries();
    const shootSome = async () => {
      for (const [form, shot] of waiting) await this.#shoot(form, shot);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, shootSome));
  }

  async #shoot(form: string, { fields, values, send }: Shot): Promise<void> {
    const { runs, patience } = this.options;
    const judge = async (sent: Fields) => {
      let slow: string | undefined;
      // What is slow is so each time: the quickest of three counts.
      for (let tries = 0; tries < 3; tries++) {
        const began = performance.now();
        const wrong = troubleIn(await send(sent));
        if (wrong) throw new Error(wrong);
        slow = patience && slowness(performance.now() - began, patience(form));
        if (!slow) return;
      }
      throw new Error(slow);
    };
    await fc
      .assert(fc.asyncProperty(hostileFields(fields, values), judge), {
        numRuns: runs,
        examples: withNul(fields),
        includeErrorInReport: true,
      })
      .catch((error) => this.troubles.push(`${form}: ${error.message}`));
  }
}

/** Without what differs from one time to the next. */
function formAt(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://here.invalid');
  const place = pathname.replaceAll(/[0-9a-f-]{36}|INV-\d+-\d+|(?<=test-checkout\/).+/g, '*');
  return [place, searchParams.get('qaction')].filter(Boolean).join(' ');
}

/** Canaries whose forms a probe gets to see, and which are sent with more in them than they ask for. */
export class ProbedCanaries extends Canaries {
  constructor(
    origin: string,
    readonly probe: Probe,
  ) {
    super(origin);
  }

  override browserWith(jar?: HttpBrowser['jar']): HttpBrowser {
    return new ProbedBrowser(this.probe, this.origin, jar);
  }

  override program(token: string): ApiClient {
    return new ProbedClient(this.probe, token, this.origin);
  }
}

class ProbedBrowser extends HttpBrowser {
  readonly #probe: Probe;

  constructor(probe: Probe, origin: string, jar?: HttpBrowser['jar']) {
    super(origin, jar);
    this.#probe = probe;
  }

  override async post(path: string, body: string, headers: Record<string, string> = {}) {
    const isJson = headers['Content-Type'] === 'application/json';
    const fields: Fields = isJson ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
    const asNow = { Cookie: this.jar.header, ...headers };
    await this.#probe.take({
      path,
      fields: unlocked(fields),
      values: isJson ? hostileJson : hostileText,
      // A browser of its own, so that whatever the answers set is forgotten.
      send: (sent) => new HttpBrowser(this.origin).post(path, isJson ? jsonOf(sent) : formOf(sent), asNow),
    });
    return super.post(path, isJson ? body : formOf({ ...greed(), ...fields }), headers);
  }
}

class ProbedClient extends ApiClient {
  readonly #probe: Probe;

  constructor(probe: Probe, token: string, origin: string) {
    super(token, origin);
    this.#probe = probe;
  }

  override async post(path: string, body: Fields, headers: Record<string, string> = {}) {
    const send = async (sent: Fields) => {
      const { status, headers: said, text } = await super.post(path, sent, headers);
      return { status, headers: said, body: text };
    };
    await this.#probe.take({ path: `/api/v1${path}`, fields: body, values: hostileJson, send });
    return super.post(path, body, headers);
  }
}

/** First of all, in each field that is text: the one character that Postgres has no place for, and that luck rarely puts there. */
function withNul(fields: Fields): [Fields][] {
  const texts = Object.entries(fields).filter(([, value]) => typeof value === 'string');
  return texts.map(([name, value]) => [{ ...fields, [name]: `${value}\u0000` }]);
}

/** About nobody in particular: the account that it is about would soon be locked. */
function unlocked(fields: Fields): Fields {
  return 'email' in fields ? { ...fields, email: `nobody-${crypto.randomUUID()}@example.test` } : fields;
}

const greed = (): Fields => Object.fromEntries(GREED.map((name) => [name, 'admin']));
const formOf = (fields: Fields) =>
  new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
/** A lone surrogate is written as the code that it is. */
const jsonOf = (fields: Fields) => JSON.stringify(fields);
