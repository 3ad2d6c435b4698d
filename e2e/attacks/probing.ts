import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { type Fields, hostileFields } from './hostile';
import { type Judged, troubleIn } from './judge';
import { type Clock, Stopwatch } from './stopwatch';

const AT_A_TIME = 4;

/** What waits on purpose keeps nobody busy meanwhile. */
const PATIENT_AT_A_TIME = 24;

/** Between two of them. Limits are taken back in between, so that none is reached. Milliseconds. */
const SPACING_MS = 40;

/** Some begin in one moment all the same, when what was slow has been tried alone. */
const TRIES = 5;

/** Something that takes a form, as somebody has just sent it. */
export interface Shot {
  path: string;
  fields: Fields;
  values: fc.Arbitrary<unknown>;
  /** Was theirs taken? What is wrong with one that was not hides what comes after it. */
  isTaken: boolean;
  send(fields: Fields): Promise<Judged>;
}

interface ProbeOptions {
  /** How often each form is sent with something else in it. */
  runs: number;
  /** Try a form the moment that somebody has sent it, when all that it needs is there, or all of them when `shootAll` says so. */
  isAtOnce: boolean;
  /** Is an answer that takes its time a trouble? */
  clock?: Clock;
  /** Takes back what is counted: what a limit refuses has tried the limit, and nothing behind it. */
  lift?: () => Promise<unknown>;
}

/** Sends each form that goes through its browsers with hostile inputs as well. `troubles` is what came of it, with the smallest input and its seed. */
export class Probe {
  readonly troubles: string[] = [];
  readonly #shots = new Map<string, Shot>();
  readonly #taken = new Set<string>();
  readonly #tallies = new Map<string, Map<number, number>>();
  readonly #stopwatch: Stopwatch;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(readonly options: ProbeOptions) {
    this.#stopwatch = new Stopwatch(options.clock);
  }

  /** Every form that came by and was taken, by its address, its action and its fields: behind its first look at them, too, something was tried. */
  get taken(): string[] {
    return [...this.#taken].sort();
  }

  /** Every one that was tried, with how often each has answered what. */
  get tallies(): string[] {
    return [...this.#tallies].map(([form, tally]) => {
      const answers = [...tally].sort(([one], [other]) => one - other);
      return `${form}: ${answers.map(([status, times]) => `${times} × ${status}`).join(', ')}`;
    });
  }

  /** At once, one that was refused is a form of its own: it gets as far as nobody does who fills it in right, and the other way round. */
  async take(shot: Shot): Promise<void> {
    const form = formOf(shot);
    if (shot.isTaken) this.#taken.add(form);
    if (!this.options.isAtOnce) {
      if (shot.isTaken || !this.#shots.has(form)) this.#shots.set(form, shot);
      return;
    }
    const variant = shot.isTaken ? form : `${form}, refused`;
    if (this.#shots.has(variant)) return;
    this.#shots.set(variant, shot);
    await this.#shoot(variant, shot);
    // Whoever has sent it goes on with it, and is not to find that all tries are used up.
    await this.options.lift?.();
  }

  /** A few at a time: many at once would only show how the server says that it is busy. */
  async shootAll(): Promise<void> {
    const waiting = this.#shots.entries();
    const shootSome = async () => {
      for (const [form, shot] of waiting) await this.#shoot(form, shot);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, shootSome));
  }

  /** What takes its time on purpose is waited for side by side. */
  async #shoot(form: string, { fields, values, send }: Shot): Promise<void> {
    const lanes = this.#stopwatch.patienceWith(form) ? PATIENT_AT_A_TIME : 1;
    const settings = {
      numRuns: Math.ceil(this.options.runs / lanes),
      examples: withNul(fields),
      includeErrorInReport: true,
      // One that takes a second on purpose would be made small for hours.
      endOnFailure: lanes > 1,
    };
    const tried = fc.asyncProperty(hostileFields(fields, values), (sent) =>
      this.#judge(form, () => send(withNewKey(sent, fields))),
    );
    const shootSome = () =>
      fc.assert(tried, settings).catch((error) => void this.troubles.push(`${form}: ${error.message}`));
    await Promise.all(Array.from({ length: lanes }, shootSome));
  }

  /** One after the other may begin what is tried many at a time, where limits are taken back in between. */
  async #turnOf(form: string): Promise<void> {
    const { lift } = this.options;
    if (!lift || !this.#stopwatch.patienceWith(form)) return;
    await this.#stopwatch.quiet();
    this.#turn = this.#turn.then(() => sleep(SPACING_MS)).then(lift);
    await this.#turn;
  }

  async #judge(form: string, send: () => Promise<Judged>): Promise<void> {
    await this.#turnOf(form);
    const slow = await this.#stopwatch.slownessOf(form, async () => {
      const wrong = troubleIn(await this.#unlimited(form, send));
      if (wrong) throw new Error(wrong);
    });
    if (slow) throw new Error(slow);
  }

  /** What is answered by what is behind the limits, where those can be taken back. */
  async #unlimited(form: string, send: () => Promise<Judged>): Promise<Judged> {
    const { lift } = this.options;
    let answer = await send();
    for (let tries = 0; answer.status === 429 && lift; tries++) {
      if (tries === TRIES) throw new Error('is refused by a limit, whatever is sent');
      await lift();
      answer = await send();
    }
    const tally = this.#tallies.get(form) ?? new Map<number, number>();
    this.#tallies.set(form, tally.set(answer.status, (tally.get(answer.status) ?? 0) + 1));
    return answer;
  }
}

/** Without what differs from one time to the next. A form in two steps is two: they ask for different fields. */
function formOf({ path, fields }: Shot): string {
  const { pathname, searchParams } = new URL(path, 'http://here.invalid');
  const place = pathname.replaceAll(/[0-9a-f-]{36}|INV-\d+-\d+|(?<=test-checkout\/).+/g, '*');
  const names = Object.keys(fields).sort().join(' ');
  return [place, searchParams.get('qaction'), `(${names})`].filter(Boolean).join(' ');
}

/** First of all, in each field that is text: the one character that Postgres has no place for, and that luck rarely puts there. */
function withNul(fields: Fields): [Fields][] {
  const texts = Object.entries(fields).filter(([, value]) => typeof value === 'string');
  return texts.map(([name, value]) => [{ ...fields, [name]: `${value}\u0000` }]);
}

/** A command that was done under its key is not done again, and nothing behind that would be tried. */
function withNewKey(sent: Fields, { key }: Fields): Fields {
  return key !== undefined && sent.key === key ? { ...sent, key: crypto.randomUUID() } : sent;
}
