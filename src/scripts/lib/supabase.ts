import { existsSync } from 'node:fs';
import { isLoopbackUrl } from '~/lib/env/hosts';
import type { Env } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import { type Stack, startStack } from '../../../supabase/local/stack';
import { runBun } from './bun-child';
import { step } from './progress';
import type { Undo } from './undo';

const TYPES = 'src/lib/types/supabase.ts';

type Urls = Pick<
  Env,
  | 'PUBLIC_SUPABASE_URL'
  | 'PUBLIC_SUPABASE_ANON_KEY'
  | 'DATABASE_URL'
  | 'DIRECT_URL'
  | 'MAILBOX_URL'
  | 'SMTP_URL'
>;

/** The Supabase the app will talk to, ready for it. */
export interface Supabase {
  /** Where it is, for every process that is started on top of it. */
  variables: Urls;
  /** On this machine: migrated and seeded. */
  isLocal: boolean;
  /** Resolves with a sentence when it ends by itself; never, when it was not started here. */
  ended: Promise<string>;
}

interface Readying {
  /** The address of the app. */
  origin: string;
  withStack: boolean;
  undo: Undo;
  /** The app is built: the seed speaks with its services, whose messages are written anew meanwhile. */
  prepared: Promise<unknown>;
}

/**
 * Makes Supabase ready. On this machine that is: start the embedded one (or take what runs there, with `withStack`
 * false), migrate, generate missing types, seed. One on another machine is only named: nothing is changed there.
 */
export async function readySupabase(
  env: Env,
  { origin, withStack, undo, prepared }: Readying,
): Promise<Supabase> {
  if (!isLocal(env)) {
    console.log(
      `  · Supabase is at ${new URL(env.PUBLIC_SUPABASE_URL).host}: no local one is started, and nothing is`,
    );
    console.log('    migrated or seeded there. `bun run db:migrate` does it when you ask for it.');
    return { variables: urlsOf(env), isLocal: false, ended: new Promise(() => {}) };
  }
  const supabase = withStack
    ? await startEmbedded(env, origin, undo)
    : { variables: urlsOf(env), isLocal: true, ended: new Promise<string>(() => {}) };
  await step('migrations', () => runBun(['src/scripts/migrate.ts'], supabase.variables));
  if (!withStack)
    await step('login of the app', () => runBun(['src/scripts/app-role.ts'], supabase.variables));
  if (!existsSync(TYPES)) await step('types', () => runBun(['src/scripts/types.ts'], supabase.variables));
  await prepared;
  await step('demo sign-ins', () => runBun(['src/scripts/seed.ts'], supabase.variables));
  return supabase;
}

/** True when neither the API nor the database is on another machine. */
export function isLocal(env: Urls): boolean {
  return [env.PUBLIC_SUPABASE_URL, env.DATABASE_URL, env.DIRECT_URL].every(isLoopbackUrl);
}

/** The addresses a stack really got, in the names of `.env`. */
export function variablesOf(stack: Stack): Urls {
  return {
    PUBLIC_SUPABASE_URL: stack.apiUrl,
    PUBLIC_SUPABASE_ANON_KEY: stack.publishableKey,
    DATABASE_URL: stack.databaseUrl,
    DIRECT_URL: stack.directUrl,
    MAILBOX_URL: stack.mailUrl,
    SMTP_URL: stack.smtpUrl,
  };
}

async function startEmbedded(env: Env, origin: string, undo: Undo): Promise<Supabase> {
  if (env.NODE_ENV === 'production') {
    throw new AppError(
      'forbidden',
      'NODE_ENV is production, and the local Supabase is for development, tests and demos.',
    );
  }
  const { LOCAL_POOLER_PORT, LOCAL_DB_PORT, LOCAL_API_PORT, LOCAL_MAIL_PORT, LOCAL_SMTP_PORT } = env;
  const starting = startStack({
    dataDir: env.LOCAL_DATA_DIR,
    ports: {
      pooler: LOCAL_POOLER_PORT,
      db: LOCAL_DB_PORT,
      api: LOCAL_API_PORT,
      mail: LOCAL_MAIL_PORT,
      smtp: LOCAL_SMTP_PORT,
    },
    siteUrl: origin,
  });
  undo.add(async () => (await starting.catch(() => null))?.stop());
  const stack = await step('database, auth, mailbox', () => starting.catch(notStarted));
  const ended = stack.exited.then((code) => `The local Supabase ended by itself (exit code ${code}).`);
  return { variables: variablesOf(stack), isLocal: true, ended };
}

/** The stack has said why on the terminal, in a line of its own. */
function notStarted(cause: unknown): never {
  throw new AppError('unavailable', 'The local Supabase did not start.', { cause });
}

function urlsOf(env: Urls): Urls {
  const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_ANON_KEY, DATABASE_URL, DIRECT_URL } = env;
  const { MAILBOX_URL, SMTP_URL } = env;
  return { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_ANON_KEY, DATABASE_URL, DIRECT_URL, MAILBOX_URL, SMTP_URL };
}
