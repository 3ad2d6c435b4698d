import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AuthApi, startAuthApi } from './auth-api';
import { readConfig } from './config';
import { serveHttp } from './http';
import { jwtSecret, PUBLISHABLE_KEY, SECRET_KEY } from './keys';
import { lockDataDir } from './lock';
import { openMailbox } from './mailbox';
import { answerMailpit } from './mailbox-api';
import { createMailer } from './mailer';
import { startPoolerFront } from './pooler-front';
import { LOOPBACK } from './ports';
import { type Postgres, startPostgres } from './postgres';
import type { StackSettings } from './settings';
import { removeStackEnv, writeStackEnv } from './stack-env';

/** Where everything is: the ready line of the process. */
export interface StackAddresses {
  apiUrl: string;
  /** Through the pooler, as the login of the app. */
  databaseUrl: string;
  /** Straight to the database, as its superuser. */
  directUrl: string;
  mailUrl: string;
  publishableKey: string;
  secretKey: string;
  dataDir: string;
}

export interface RunningStack {
  addresses: StackAddresses;
  /** Resolves when the database has ended, asked to or not. */
  databaseExited: Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts everything, in this order: ports, database, auth schema, our roles and functions, HTTP. What is asked
 * for too early is answered "starting". Whatever fails, nothing that was started stays.
 */
export async function bootStack(settings: StackSettings): Promise<RunningStack> {
  const { dataDir } = settings;
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    mkdirSync(dataDir, { recursive: true });
    if (settings.ephemeral) {
      // mkdtemp makes it private; the database's account has to pass through.
      chmodSync(dataDir, 0o711);
      undo.push(() => rmSync(dataDir, { recursive: true, force: true }));
    }
    undo.push(lockDataDir(dataDir));
    return await bootLocked(settings, undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bootLocked(
  settings: StackSettings,
  undo: (() => unknown)[],
  stop: () => Promise<void>,
): Promise<RunningStack> {
  const { dataDir, ports } = settings;
  const config = readConfig();
  const siteUrl = settings.siteUrl ?? config.auth.site_url;
  const mailbox = openMailbox(join(dataDir, 'mail'));
  let database: Postgres | null = null;
  let api: AuthApi | null = null;

  const pooler = await startPoolerFront(ports.pooler, () => database?.port ?? null);
  undo.push(pooler.stop);
  const apiServer = await serveHttp(
    'API',
    ports.api,
    (request, peer) => api?.fetch(request, peer) ?? starting(),
  );
  undo.push(apiServer.stop);
  const mailServer = await serveHttp(
    'mailbox',
    ports.mail,
    async (request) =>
      (await answerMailpit(request, mailbox)) ?? new Response('Not found\n', { status: 404 }),
  );
  undo.push(mailServer.stop);

  database = await startPostgres({
    dataDir,
    port: ports.db,
    source: settings.postgres,
    ephemeral: settings.ephemeral,
  });
  undo.push(database.stop);
  const directUrl = `postgres://postgres:postgres@${LOOPBACK}:${database.port}/postgres`;
  api = await startAuthApi({
    databaseUrl: directUrl,
    config,
    siteUrl,
    jwtSecret: jwtSecret(dataDir),
    mailer: createMailer(config, siteUrl, mailbox),
    mailEverySeconds: settings.mailEverySeconds ?? config.auth.email.max_frequency,
  });
  undo.push(api.close);

  const addresses: StackAddresses = {
    apiUrl: `http://${LOOPBACK}:${apiServer.port}`,
    databaseUrl: `postgres://alcazar_app:alcazar_app@${LOOPBACK}:${pooler.port}/postgres?pgbouncer=true`,
    directUrl,
    mailUrl: `http://${LOOPBACK}:${mailServer.port}`,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    dataDir,
  };
  writeStackEnv(addresses);
  undo.push(() => removeStackEnv(dataDir));
  return { addresses, databaseExited: database.exited, stop };
}

function starting(): Response {
  return Response.json(
    { message: 'The local Supabase is starting.' },
    { status: 503, headers: { 'retry-after': '1' } },
  );
}
