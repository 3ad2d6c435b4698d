import type { Sql } from 'postgres';
import type { TcpProxy } from '~/lib/testing/tcp-proxy';
import type { ProductionShape } from '../fleet/production-shape';
import { fillDisk } from './disk';

/** Where a fault can be made. */
export interface Scene {
  shape: ProductionShape;
  /** Straight to the database, as its owner. */
  owner: Sql;
  /** Between the instances and pgbouncer. */
  database: TcpProxy;
  /** Between the instances and the auth server. */
  auth: TcpProxy;
}

/** A cure is taken out of a copy of the built server: what it looks like there, and what comes in its place. */
export interface Patch {
  without: string;
  pattern: RegExp;
  instead: string;
}

/** Where there is no cure to take away, the fault is worse than what has to be borne. */
interface Worse {
  without: string;
  begin: Scenario['begin'];
}

/** The driver gives up what nobody answers, and so does whoever asked. */
const WITHOUT_AN_END: Patch = {
  without: 'an end to the wait for an answer',
  pattern: /answer_timeout:\w+|answerMs:\w+(?=,breaker)/g,
  instead: 'noEnd:0',
};

export interface Scenario {
  about: string;
  /** What everybody who is signed in gets meanwhile: 503 and when to come back, what they wanted, or either. */
  expected: 'refused' | 'served' | 'either';
  /** What readiness names; null where it may say either. */
  part: 'database' | 'auth' | null;
  /** Makes the fault, and answers how it ends. */
  begin(scene: Scene): Promise<() => Promise<unknown>>;
  /** What is taken away, to see that the scenario notices. */
  control: Patch | Worse;
  /** So many of each errand at once. */
  crowd?: number;
  /** The data live on a small file system of their own. */
  isSmall?: boolean;
}

/** The ways in which what a site stands on fails. */
export const SCENARIOS: Record<string, Scenario> = {
  pool: {
    about: 'slow queries take every connection: a table is locked, and nobody lets go of it',
    expected: 'refused',
    part: null,
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
      pattern: /ECONNREFUSED\|ECONNRESET/g,
      instead: 'NOTHING',
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
      pattern: /get\(\)\{throw (\w+)\}/g,
      instead: 'get(){return false}',
    },
  },
  'black-hole': {
    about: 'the network to the pooler takes everything and brings nothing',
    expected: 'refused',
    part: 'database',
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
      pattern: /AbortSignal\.timeout\(\w+\)/g,
      instead: 'AbortSignal.timeout(60000)',
    },
  },
  latency: {
    about: 'each answer of the database is 20 ms late',
    expected: 'served',
    part: null,
    async begin({ database }) {
      database.delayMs = 20;
      return async () => {
        database.delayMs = 0;
      };
    },
    control: {
      without: 'mercy: each answer is two seconds late',
      async begin({ database }) {
        database.delayMs = 2_000;
        return async () => {
          database.delayMs = 0;
        };
      },
    },
  },
  'disk-full': {
    about: 'the disk of the database is full (a small tmpfs: root is needed)',
    expected: 'either',
    part: null,
    isSmall: true,
    begin: fillDisk,
    control: {
      without: 'a log that outlives its disk',
      pattern: /try\{(\w+\(\w+,\w+\))\}catch\{\}/g,
      instead: '$1',
    },
  },
};
