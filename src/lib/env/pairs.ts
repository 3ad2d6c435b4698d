import { readDatabaseUrl } from './database';
import type { Problem, Variables } from './guide';
import { hostOf, isLoopback } from './hosts';
import { legacyClaims } from './keys';
import { senderProblems } from './mail';
import { paymentProblems } from './payments';
import { sellerPairProblems } from './seller';

/** What no variable shows alone: two databases, or two Supabase projects, under one app. A variable that cannot be read is left to its own rule. */
export function pairProblems(variables: Variables): Problem[] {
  return [
    ...databaseProblems(variables),
    ...projectProblems(variables),
    ...sessionProblems(variables),
    ...senderProblems(variables),
    ...paymentProblems(variables),
    ...sellerPairProblems(variables),
  ];
}

/** Both URLs must reach one database. The pooler's host differs from the direct one, so hosts are compared by family only. */
function databaseProblems({ DATABASE_URL, DIRECT_URL }: Variables): Problem[] {
  const app = readUrl(DATABASE_URL);
  const direct = readUrl(DIRECT_URL);
  if (!app || !direct) return [];
  const wrong = differentServer(app, direct) ?? differentName(app, direct);
  return wrong ? [{ variable: 'DIRECT_URL', wrong }] : [];
}

function differentServer(app: URL, direct: URL): string | undefined {
  if (isLoopback(app.hostname) !== isLoopback(direct.hostname)) {
    return 'and DATABASE_URL are not the same database: one is on this machine and the other is not';
  }
  if (isSupabase(app) !== isSupabase(direct)) {
    return 'and DATABASE_URL are not the same database: one is hosted by Supabase and the other is not';
  }
  const [a, b] = [databaseRef(app), databaseRef(direct)];
  return a && b && a !== b
    ? 'and DATABASE_URL are not the same database: they name two Supabase projects'
    : undefined;
}

function differentName(app: URL, direct: URL): string | undefined {
  return app.pathname === direct.pathname
    ? undefined
    : 'and DATABASE_URL do not name the same database after the last slash';
}

/** The project that the API's address names is the measure; a custom domain names none, and then nothing is compared. */
function projectProblems(variables: Variables): Problem[] {
  const project = apiRef(variables.PUBLIC_SUPABASE_URL);
  if (!project) return [];
  const named = {
    PUBLIC_SUPABASE_ANON_KEY: keyRef(variables.PUBLIC_SUPABASE_ANON_KEY),
    DATABASE_URL: databaseRef(readUrl(variables.DATABASE_URL)),
    DIRECT_URL: databaseRef(readUrl(variables.DIRECT_URL)),
    SUPABASE_PROJECT_ID: variables.SUPABASE_PROJECT_ID,
  };
  return Object.entries(named)
    .filter(([, ref]) => ref !== undefined && ref !== project)
    .map(([variable]) => ({
      variable,
      wrong: 'belongs to another Supabase project than PUBLIC_SUPABASE_URL',
    }));
}

/** Left out, they count as their defaults. */
function sessionProblems({ SESSION_IDLE_DAYS = '7', SESSION_MAX_DAYS = '30' }: Variables): Problem[] {
  if (!(Number(SESSION_IDLE_DAYS) > Number(SESSION_MAX_DAYS))) return [];
  return [
    {
      variable: 'SESSION_IDLE_DAYS',
      wrong: 'is longer than SESSION_MAX_DAYS, which would never let it count',
    },
  ];
}

function readUrl(raw: string | undefined): URL | undefined {
  const read = raw === undefined ? undefined : readDatabaseUrl(raw);
  return read && 'url' in read ? read.url : undefined;
}

function isSupabase(url: URL): boolean {
  return /\.supabase\.(?:co|com)$/i.test(url.hostname);
}

/** The project of `postgres.[ref]@…pooler.supabase.com` or of `db.[ref].supabase.co`. */
function databaseRef(url: URL | undefined): string | undefined {
  if (!url || !isSupabase(url)) return undefined;
  return /^db\.([a-z0-9]+)\.supabase\.co$/i.exec(url.hostname)?.[1] ?? url.username.split('.')[1];
}

function apiRef(url: string | undefined): string | undefined {
  return /^([a-z0-9]+)\.supabase\.co$/i.exec(hostOf(url) ?? '')?.[1];
}

function keyRef(key: string | undefined): string | undefined {
  const ref = key === undefined ? undefined : legacyClaims(key)?.ref;
  return typeof ref === 'string' ? ref : undefined;
}
