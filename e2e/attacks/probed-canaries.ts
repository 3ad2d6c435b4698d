import {
  TEST_SIGNATURE_HEADER,
  TEST_WEBHOOK_SECRET,
} from '../../src/features/payments/test-provider/test-provider.server';
import { signWebhook } from '../../src/features/payments/webhook-signature';
import { HttpBrowser } from '../http/http-browser';
import { ApiClient } from '../steps/api';
import { Canaries } from '../support/canaries';
import { type Fields, GREED, hostileJson, hostileText } from './hostile';
import type { Probe } from './probing';

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
    const answer = await super.post(path, isJson ? body : formOf({ ...greed(), ...fields }), headers);
    const asNow = { Cookie: this.jar.header, ...headers };
    const signed = (text: string) =>
      answer.status < 400 && TEST_SIGNATURE_HEADER in headers ? resigned(text) : {};
    await this.#probe.take({
      path,
      fields: this.#probe.options.lift ? fields : unlocked(fields),
      values: isJson ? hostileJson : hostileText,
      isTaken: answer.status < 400,
      // A browser of its own, so that whatever the answers set is forgotten.
      send: (sent) => {
        const text = isJson ? jsonOf(sent) : formOf(sent);
        return new HttpBrowser(this.origin).post(path, text, { ...asNow, ...signed(text) });
      },
    });
    return answer;
  }
}

class ProbedClient extends ApiClient {
  readonly #probe: Probe;

  constructor(probe: Probe, token: string, origin: string) {
    super(token, origin);
    this.#probe = probe;
  }

  override async post(path: string, body: Fields, headers: Record<string, string> = {}) {
    const answer = await super.post(path, body, headers);
    const isTaken = answer.status < 400;
    const send = async (sent: Fields) => {
      const { status, headers: said, text } = await super.post(path, sent, headers);
      return { status, headers: said, body: text };
    };
    await this.#probe.take({ path: `/api/v1${path}`, fields: body, values: hostileJson, isTaken, send });
    return answer;
  }
}

/** Whoever could sign a webhook can sign another one: what is not signed is never read. */
const resigned = (body: string) => ({
  [TEST_SIGNATURE_HEADER]: signWebhook(TEST_WEBHOOK_SECRET, body, new Date()),
});

/** About nobody in particular: where no limit is taken back, the account that it is about would soon be locked. */
function unlocked(fields: Fields): Fields {
  return 'email' in fields ? { ...fields, email: `nobody-${crypto.randomUUID()}@example.test` } : fields;
}

const greed = (): Fields => Object.fromEntries(GREED.map((name) => [name, 'admin']));
const formOf = (fields: Fields) =>
  new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
/** A lone surrogate is written as the code that it is. */
const jsonOf = (fields: Fields) => JSON.stringify(fields);
