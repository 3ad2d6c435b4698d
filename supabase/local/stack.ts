import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StackAddresses } from './stack-env';

type Door = 'pooler' | 'db' | 'api' | 'mail' | 'smtp';

export interface StackOptions {
  /** Relative to the repository; ignored when `ephemeral`. */
  dataDir?: string;
  /** A throw-away folder and no waiting for the disk. */
  ephemeral?: boolean;
  /** Preferred ports; those left out are any free one when `ephemeral`, else the usual ones. */
  ports?: Partial<Record<Door, number>>;
  /** The address of the app: what links in mails start with. */
  siteUrl?: string;
  /** Seconds between two mails of a kind to one address; 0 for no limit. */
  mailEverySeconds?: number;
  /** A server that speaks as GitHub does, to sign in with. */
  github?: { url: string; clientId: string; secret: string };
  postgres?: 'embedded' | 'system';
  pooler?: 'front' | 'pgbouncer';
  /** Starts database and pooler again when they end by themselves: for those who try what happens then. */
  keepsUp?: boolean;
}

/** A mail as Mailpit tells it, here and under the Supabase CLI. */
export interface ReceivedMail {
  ID: string;
  MessageID: string;
  From: { Name: string; Address: string };
  To: { Name: string; Address: string }[];
  Subject: string;
  Date: string;
  Text: string;
  HTML: string;
}

export interface Stack extends StackAddresses {
  /** The process that runs it. */
  pid: number;
  mail: {
    /** Newest first. */
    list(): Promise<ReceivedMail[]>;
    /** The newest mail to this address, or null. */
    last(to: string): Promise<ReceivedMail | null>;
    clear(): Promise<void>;
  };
  /** Resolves with the exit code when it has ended, asked to or not. */
  exited: Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts a local Supabase in a process of its own, which ends with this one, and resolves when it is ready.
 * Throws what the process said when it does not start. Needs Bun: this process, or one on the PATH.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const flags = ['--with-parent', ...(options.ephemeral ? ['--ephemeral'] : [])];
  const bun = process.versions.bun ? process.execPath : 'bun';
  const child = spawn(bun, [join(import.meta.dirname, 'main.ts'), ...flags], {
    // A session of its own, so that Ctrl-C lets the parent decide what stops first.
    detached: true,
    env: { ...process.env, ...environment(options) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    if (!options.ephemeral) process.stderr.write(`${line}\n`);
  });
  const exited = new Promise<number>((resolve) => {
    child.once('error', (error) => said.push(error.message));
    child.once('close', (code) => resolve(code ?? 1));
  });
  const ready = new Promise<StackAddresses>((resolve) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
  });
  const failed = exited.then(() =>
    Promise.reject(new Error(said.join('\n') || 'The local Supabase ended before it was ready.')),
  );
  failed.catch(() => undefined);

  const addresses = await Promise.race([ready, failed]);
  return {
    ...addresses,
    pid: child.pid ?? 0,
    mail: mailClient(addresses.mailUrl),
    exited,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

function environment(options: StackOptions): Record<string, string> {
  const anyPort = options.ephemeral ? '0' : undefined;
  const port = (name: Door) => options.ports?.[name]?.toString() ?? anyPort;
  const values = {
    LOCAL_DATA_DIR: options.dataDir,
    LOCAL_POOLER_PORT: port('pooler'),
    LOCAL_DB_PORT: port('db'),
    LOCAL_API_PORT: port('api'),
    LOCAL_MAIL_PORT: port('mail'),
    LOCAL_SMTP_PORT: port('smtp'),
    LOCAL_POSTGRES: options.postgres,
    LOCAL_POOLER: options.pooler,
    LOCAL_KEEP_UP: options.keepsUp ? '1' : undefined,
    LOCAL_MAIL_EVERY_SECONDS: options.mailEverySeconds?.toString(),
    SUPABASE_AUTH_EXTERNAL_GITHUB_URL: options.github?.url,
    SUPABASE_AUTH_EXTERNAL_GITHUB_CLIENT_ID: options.github?.clientId,
    SUPABASE_AUTH_EXTERNAL_GITHUB_SECRET: options.github?.secret,
    SITE_URL: options.siteUrl,
  };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function mailClient(mailUrl: string): Stack['mail'] {
  const api = `${mailUrl}/api/v1`;
  const read = async (id: string): Promise<ReceivedMail> => (await fetch(`${api}/message/${id}`)).json();
  const idsOf = async (path: string): Promise<string[]> => {
    const { messages }: { messages: { ID: string }[] } = await (await fetch(`${api}/${path}`)).json();
    return messages.map(({ ID }) => ID);
  };
  return {
    list: async () => Promise.all((await idsOf('messages?limit=500')).map(read)),
    async last(to) {
      const [id] = await idsOf(`search?limit=1&query=${encodeURIComponent(`to:"${to}"`)}`);
      return id ? read(id) : null;
    },
    async clear() {
      await fetch(`${api}/messages`, { method: 'DELETE' });
    },
  };
}
