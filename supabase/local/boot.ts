import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AuthApi, startAuthApi } from './auth/auth-api';
import { jwtSecret, PUBLISHABLE_KEY, SECRET_KEY } from './auth/keys';
import { type Cleanup, createCleanup } from './cleanup';
import { readConfig } from './config';
import { serveHttp } from './http';
import { keepUp } from './kept-up';
import { lockDataDir } from './lock';
import { openMailbox } from './mailbox/mailbox';
import { createMailer } from './mailbox/mailer';
import { startMailboxServer } from './mailbox/server';
import { startSmtpDoor } from './mailbox/smtp';
import { startPooler } from './pooler/start-pooler';
import { LOOPBACK } from './ports';
import { startPostgres } from './postgres/postgres';
import type { StackSettings } from './settings';
import { type StackAddresses, writeStackEnv } from './stack-env';
import { createThrowaway } from './throwaway';

export interface RunningStack {
  addresses: StackAddresses;
  /** Resolves when the database has ended, asked to or not. */
  databaseExited: Promise<number>;
  databaseLog: string;
  stop(): Promise<void>;
}

/**
 * Starts everything, in this order: HTTP and SMTP ports, database, pooler, auth schema, our roles and functions. What is
 * asked for too early is answered "starting". Whatever fails, nothing that was started stays.
 */
export async function bootStack(settings: StackSettings): Promise<RunningStack> {
  const cleanup = createCleanup();
  try {
    const dataDir = openDataDir(settings, cleanup);
    return await bootIn(dataDir, settings, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

function openDataDir({ dataDir, ephemeral }: StackSettings, cleanup: Cleanup): string {
  const folder = ephemeral ? createThrowaway() : dataDir;
  if (ephemeral) cleanup.add(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  cleanup.add(lockDataDir(folder));
  return folder;
}

async function bootIn(dataDir: string, settings: StackSettings, cleanup: Cleanup): Promise<RunningStack> {
  const { ports, ephemeral } = settings;
  const config = readConfig();
  const siteUrl = settings.siteUrl ?? config.auth.site_url;
  const mailbox = openMailbox(join(dataDir, 'mail'));

  let api: AuthApi | null = null;
  const apiServer = await serveHttp(
    'API',
    ports.api,
    (request, peer) => api?.fetch(request, peer) ?? notNow(),
  );
  cleanup.add(apiServer.stop);
  const mailServer = await startMailboxServer(ports.mail, mailbox);
  cleanup.add(mailServer.stop);
  const smtpDoor = await startSmtpDoor(ports.smtp, mailbox);
  cleanup.add(smtpDoor.stop);

  const startDatabase = (port: number) =>
    startPostgres({ dataDir, port, source: settings.postgres, ephemeral });
  const database = await startDatabase(ports.db);
  if (ephemeral) cleanup.add(() => rmSync(database.folder, { recursive: true, force: true }));
  const keptDatabase = settings.keepsUp ? keepUp('database', database, startDatabase) : database;
  cleanup.add(keptDatabase.stop);
  const startOurPooler = (port: number) => startPooler(settings.pooler, port, database);
  const pooler = await startOurPooler(ports.pooler);
  cleanup.add((settings.keepsUp ? keepUp('pooler', pooler, startOurPooler) : pooler).stop);

  const directUrl = `postgres://postgres:postgres@${LOOPBACK}:${database.port}/postgres`;
  const apiUrl = `http://${LOOPBACK}:${apiServer.port}`;
  const started = await startAuthApi({
    databaseUrl: directUrl,
    config,
    apiUrl,
    siteUrl,
    jwtSecret: jwtSecret(dataDir),
    mailer: createMailer(config, siteUrl, mailbox),
    providers: settings.providers,
    mailEverySeconds: settings.mailEverySeconds ?? config.auth.email.max_frequency,
    hasQuickHashes: ephemeral,
  });
  cleanup.add(started.close);
  cleanup.add(() => {
    api = null;
  });
  api = started;

  const addresses: StackAddresses = {
    apiUrl,
    databaseUrl: `postgres://alcazar_app:alcazar_app@${LOOPBACK}:${pooler.port}/postgres?pgbouncer=true`,
    directUrl,
    mailUrl: `http://${LOOPBACK}:${mailServer.port}`,
    smtpUrl: `smtp://${LOOPBACK}:${smtpDoor.port}`,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    dataDir,
  };
  cleanup.add(writeStackEnv(addresses));
  return { addresses, databaseExited: keptDatabase.exited, databaseLog: database.logPath, stop: cleanup.run };
}

function notNow(): Response {
  const message = 'The local Supabase is starting or stopping.';
  return Response.json({ message }, { status: 503, headers: { 'retry-after': '1' } });
}
