import * as m from '~/lib/i18n/paraglide/messages';
import type { Finding } from './bank/audit';
import type { Scenario } from './scenario';
import type { Errand, Outcome } from './visitor';

/** Within so long everybody has an answer. */
export const ANSWERED_MS = 5_000;
/** And within so long after the end all is as before. */
const BACK_MS = 2_000;

/** And after that long somebody has found out, and whoever asks next need not. */
const KNOWN_MS = 1_000;

export interface Observed {
  outcomes: Outcome[];
  /** Those of the later rounds, who ask when it is known. */
  later: Outcome[];
  /** Of those who asked when it ended. */
  atTheEnd: Outcome[];
  /** What `/health/live` answered through the front, each time. */
  live: number[];
  /** What `/health/ready` of an instance answered, each time. */
  ready: { status: number; body: string }[];
  /** What a page that needs no database answered through the front. */
  open: number[];
  backMs: number;
  ended: string[];
  /** Only they may read it. */
  email: string;
  /** What became of the commands. */
  done: Finding;
}

/** What people were promised, and what became of it. */
export function judge({ expected, part }: Scenario, seen: Observed): Finding[] {
  const { outcomes, later, atTheEnd, live, ready, open, backMs, ended, email, done } = seen;
  const of = (asked: Outcome[], promise: string, isKept: (outcome: Outcome) => boolean): Finding => ({
    promise,
    checked: asked.length,
    wrong: asked.filter((outcome) => !isKept(outcome)).map(inWords),
  });
  const each = (promise: string, isKept: (outcome: Outcome) => boolean) => of(outcomes, promise, isKept);
  const all = (promise: string, statuses: number[], wanted: number): Finding => ({
    promise,
    checked: statuses.length,
    wrong: statuses.filter((status) => status !== wanted).map(String),
  });
  const isRefused = ({ status, retryAfter }: Outcome) => status === 503 && Number(retryAfter) > 0;
  return [
    each(PROMISES[expected], (outcome) =>
      expected === 'served'
        ? isServed(outcome)
        : isRefused(outcome) || (expected === 'either' && isServed(outcome)),
    ),
    {
      ...each('everybody is answered within five seconds', ({ milliseconds }) => milliseconds <= ANSWERED_MS),
      measured: `the last after ${inSeconds(Math.max(...outcomes.map(({ milliseconds }) => milliseconds)))}`,
    },
    ...(expected === 'refused' ? [knownLater(later)] : []),
    each('whoever is refused sees nothing of what is behind the door, and is not signed out', (outcome) =>
      isServed(outcome) ? true : !outcome.body.includes(email) && ![302, 303, 401].includes(outcome.status),
    ),
    each('people get the calm page, in their language', (outcome) =>
      outcome.status !== 503 || !outcome.errand.isPage
        ? true
        : outcome.body.includes(calmTitle(outcome.errand)),
    ),
    of(
      atTheEnd,
      'while it ends everybody gets what they want, or 503 and when to come back, within five seconds',
      (outcome) => (isServed(outcome) || isRefused(outcome)) && outcome.milliseconds <= ANSWERED_MS,
    ),
    all('/health/live is 200', live, 200),
    all('a page that needs none of it is served', open, 200),
    {
      promise: part ? `/health/ready is 503 and names the ${part}` : '/health/ready answers',
      checked: ready.length,
      wrong: ready.filter((said) => !isNamed(said, part)).map(({ status, body }) => `${status} ${body}`),
    },
    {
      promise: 'all is as before within two seconds of the end',
      checked: 1,
      wrong: backMs <= BACK_MS ? [] : [`after ${Math.round(backMs)} ms`],
      measured: `after ${inSeconds(backMs)}`,
    },
    { promise: 'nothing had to be restarted', checked: 1, wrong: ended },
    done,
  ];
}

/** The breaker: but for the few who try whether it is back, nobody waits for what is known to be away. */
function knownLater(later: Outcome[]): Finding {
  const times = later.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const half = times[Math.floor(times.length / 2)] ?? 0;
  return {
    promise: 'when it is known, most are told at once',
    checked: later.length,
    wrong: half <= KNOWN_MS ? [] : [`half of them waited for ${inSeconds(half)} or longer`],
    measured: `half within ${inSeconds(half)}`,
  };
}

function calmTitle({ language = 'en' }: Errand): string {
  return m.error_unavailable_title({}, { locale: language });
}

/** Of faults that nobody is to notice. */
export function allServed(promise: string, outcomes: Outcome[]): Finding {
  const wrong = outcomes.filter((outcome) => !isServed(outcome)).map(inWords);
  return { promise, checked: outcomes.length, wrong };
}

function isServed({ status }: Outcome): boolean {
  return status === 200 || status === 201;
}

const PROMISES = {
  refused: 'everybody behind the door gets 503 and when to come back',
  served: 'everybody gets what they want',
  either: 'everybody gets what they want, or 503 and when to come back',
};

function isNamed({ status, body }: Observed['ready'][number], part: Scenario['part']): boolean {
  if (!part) return status === 200 || status === 503;
  const { checks }: { checks?: Record<string, { ok: boolean }> } = body.startsWith('{')
    ? JSON.parse(body)
    : {};
  return status === 503 && checks?.[part]?.ok === false;
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function inWords({ errand, status, retryAfter, milliseconds, body }: Outcome): string {
  const words = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 80);
  return `${errand.name}: ${status}, Retry-After ${retryAfter}, ${Math.round(milliseconds)} ms: ${words}`;
}
