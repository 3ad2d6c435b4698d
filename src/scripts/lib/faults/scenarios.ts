import { pgbouncerOf } from '../../../../supabase/local/pooler/pgbouncer';
import { fillDisk } from './disk';
import type { Patch, Scenario } from './scenario';
import { refuseWrites } from './standby';

/** Driver, statement and request give up what nobody answers, each by itself. */
const WITHOUT_AN_END: Patch = {
  without: 'an end to the wait for an answer',
  replace: [
    [/answer_timeout: \w+/g, 'noEnd: 0'],
    [/answerMs: \w+,\s+budget: \w+(?=,\s+breaker)/g, 'noEnd: 0'],
  ],
};

/** The pooler hangs up when it has waited for the database for four seconds, which is when we give it up ourselves. */
const WITHOUT_THE_POOLERS_END: Patch = {
  without: 'an end to the wait for an answer, and what tells a connection that was closed from a bug',
  replace: [...WITHOUT_AN_END.replace, [/CONNECTION_\(CLOSED\|/g, 'CONNECTION_(NOTHING|']],
};

function late(milliseconds: number): Scenario['begin'] {
  return async ({ database }) => {
    database.delayMs = milliseconds;
    return async () => {
      database.delayMs = 0;
    };
  };
}

/** The ways in which what a site stands on fails. */
export const SCENARIOS: Record<string, Scenario> = {
  pool: {
    about: 'slow queries take every connection: a table is locked, and nobody lets go of it',
    expected: 'refused',
    part: 'database',
    crowd: 15,
    async begin({ owner }) {
      const locked = Promise.withResolvers<void>();
      const end = Promise.withResolvers<void>();
      const holding = owner.begin(async (tx) => {
        await tx`lock table public.user_sessions in access exclusive mode`;
        locked.resolve();
        await end.promise;
      });
      await locked.promise;
      return async () => {
        end.resolve();
        await holding;
      };
    },
    control: WITHOUT_AN_END,
  },
  'database-away': {
    about: 'nobody listens where the pooler was, and every connection is cut off',
    expected: 'refused',
    part: 'database',
    async begin({ database }) {
      await database.goAway();
      return () => database.comeBack();
    },
    control: {
      without: 'what tells a lost connection from a bug',
      replace: [[/ECONNREFUSED\|ECONNRESET/g, 'NOTHING']],
    },
  },
  full: {
    about: 'the database takes no more connections of the app, and has ended those there were',
    expected: 'refused',
    part: 'database',
    async begin({ owner }) {
      await owner`alter role alcazar_app connection limit 0`;
      await owner`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'alcazar_app'`;
      return () => owner`alter role alcazar_app connection limit -1`;
    },
    control: WITHOUT_THE_POOLERS_END,
  },
  paused: {
    about: 'the pooler is paused: it takes questions, and asks nobody',
    expected: 'refused',
    part: 'database',
    async begin({ shape }) {
      const tell = (signal: NodeJS.Signals) =>
        pgbouncerOf(shape.folder).map((pid) => process.kill(pid, signal));
      tell('SIGUSR1');
      return async () => tell('SIGUSR2');
    },
    control: WITHOUT_THE_POOLERS_END,
  },
  standby: {
    about: 'the database takes no writes: everybody was sent to a standby',
    expected: 'refused',
    part: 'database',
    begin: ({ owner }) => refuseWrites(owner),
    control: {
      without: 'what tells a standby from a bug',
      replace: [[/25\(006\|/g, '25(NOTHING|']],
    },
  },
  'auth-away': {
    about: 'nobody listens where the auth server was, and it is asked at each request',
    expected: 'refused',
    part: 'auth',
    async begin({ auth }) {
      await auth.goAway();
      return () => auth.comeBack();
    },
    control: {
      without: 'the refusal that leaves from within auth-js',
      replace: [[/get\(\) \{\s+throw refusal\w*;/g, 'get() { return false;']],
    },
  },
  'black-hole': {
    about: 'the network to the pooler takes everything and brings nothing',
    expected: 'refused',
    part: 'database',
    crowd: 8,
    async begin({ database }) {
      database.mode = 'swallow';
      return async () => {
        database.mode = 'pass';
      };
    },
    control: WITHOUT_AN_END,
  },
  'auth-black-hole': {
    about: 'the network to the auth server takes everything and brings nothing',
    expected: 'refused',
    part: 'auth',
    async begin({ auth }) {
      auth.mode = 'swallow';
      return async () => {
        auth.mode = 'pass';
      };
    },
    control: {
      without: 'the time limit of a call',
      replace: [[/AbortSignal\.timeout\(\w+\)/g, 'AbortSignal.timeout(60000)']],
    },
  },
  latency: {
    about: 'each answer of the database is 20 ms late',
    expected: 'served',
    part: null,
    begin: late(20),
    control: {
      without: 'mercy: each answer is two seconds late',
      begin: late(2_000),
    },
  },
  slow: {
    about: 'each answer of the database is two seconds late',
    expected: 'either',
    part: null,
    begin: late(2_000),
    control: {
      without: 'one time for all statements of a request',
      replace: [[/budget: \w+(?=,\s+breaker)/g, 'noEnd: 0']],
    },
  },
  'disk-full': {
    about: 'the disk of the database is full (a small tmpfs)',
    expected: 'either',
    part: null,
    isSmall: true,
    begin: fillDisk,
    control: {
      without: 'a log that outlives its disk',
      replace: [[/try \{\s+(for \(let rest = Buffer\.from\(line\w*\);[^{}]+)\} catch \{\s*\}/g, '$1']],
    },
  },
};
