import type { Finding } from './bank/audit';
import type { Scenario } from './scenario';
import type { Outcome } from './visitor';

/** Within so long everybody has an answer. */
const ANSWERED_MS = 5_000;
/** And within so long after the end all is as before. */
const BACK_MS = 2_000;

export interface Observed {
  outcomes: Outcome[];
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
}

/** What people were promised, and what became of it. */
export function judge({ expected, part }: Scenario, seen: Observed): Finding[] {
  const { outcomes, live, ready, open, backMs, ended, email } = seen;
  const each = (promise: string, isKept: (outcome: Outcome) => boolean): Finding => ({
    promise,
    checked: outcomes.length,
    wrong: outcomes.filter((outcome) => !isKept(outcome)).map(inWords),
  });
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
    each('whoever is refused sees nothing of what is behind the door, and is not signed out', (outcome) =>
      isServed(outcome) ? true : !outcome.body.includes(email) && ![302, 303, 401].includes(outcome.status),
    ),
    each('people get the calm page', (outcome) =>
      outcome.status !== 503 || !outcome.errand.isPage ? true : /Back in a moment/.test(outcome.body),
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
  ];
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
