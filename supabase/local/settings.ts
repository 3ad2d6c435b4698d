import { resolve } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from './config';

const Port = z.coerce.number().int().min(0).max(65_535);

const Environment = z.object({
  LOCAL_DATA_DIR: z.string().min(1).default('.local'),
  LOCAL_POOLER_PORT: Port.default(6543),
  LOCAL_DB_PORT: Port.default(5432),
  LOCAL_API_PORT: Port.default(54321),
  LOCAL_MAIL_PORT: Port.default(54324),
  LOCAL_SMTP_PORT: Port.default(54325),
  LOCAL_POSTGRES: z.enum(['embedded', 'system']).default('embedded'),
  LOCAL_POOLER: z.enum(['front', 'pgbouncer']).optional(),
  LOCAL_KEEP_UP: z.enum(['1']).optional(),
  LOCAL_MAIL_EVERY_SECONDS: z.coerce.number().min(0).optional(),
  // As config.toml and the Supabase CLI call them.
  SUPABASE_AUTH_EXTERNAL_GITHUB_CLIENT_ID: z.string().optional(),
  SUPABASE_AUTH_EXTERNAL_GITHUB_SECRET: z.string().optional(),
  SUPABASE_AUTH_EXTERNAL_GITHUB_URL: z.url().optional(),
  SUPABASE_AUTH_EXTERNAL_GOOGLE_CLIENT_ID: z.string().optional(),
  SUPABASE_AUTH_EXTERNAL_GOOGLE_SECRET: z.string().optional(),
  SITE_URL: z.url().optional(),
  ORIGIN: z.url().optional(),
});

/** Our keys at another site. */
export interface ProviderKeys {
  clientId: string;
  secret: string;
  /** Another server that speaks as that site does. */
  url?: string;
}

export interface StackSettings {
  dataDir: string;
  /** A throw-away folder takes its place, and nothing waits for the disk. */
  ephemeral: boolean;
  ports: { pooler: number; db: number; api: number; mail: number; smtp: number };
  postgres: 'embedded' | 'system';
  /** Undefined: pgbouncer where it is installed, else the front. */
  pooler: 'front' | 'pgbouncer' | undefined;
  /** Database and pooler are started again when they end by themselves, instead of ending the stack. */
  keepsUp: boolean;
  /** Undefined: as in config.toml. */
  mailEverySeconds: number | undefined;
  siteUrl: string | undefined;
  /** Other sites to sign in with: those whose keys are given. */
  providers: Partial<Record<'github' | 'google', ProviderKeys>>;
}

/**
 * Reads what the stack is asked to be. Throws one sentence for all that is wrong, and refuses production:
 * this is for development, tests and demos.
 */
export function readSettings(env: Record<string, string | undefined>, ephemeral: boolean): StackSettings {
  if (env.NODE_ENV === 'production') {
    throw new Error(
      'The local Supabase is for development and tests; it does not start with NODE_ENV=production.',
    );
  }
  const parsed = Environment.safeParse(withoutEmpty(env));
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  const { data } = parsed;
  return {
    dataDir: resolve(PROJECT_ROOT, data.LOCAL_DATA_DIR),
    ephemeral,
    ports: {
      pooler: data.LOCAL_POOLER_PORT,
      db: data.LOCAL_DB_PORT,
      api: data.LOCAL_API_PORT,
      mail: data.LOCAL_MAIL_PORT,
      smtp: data.LOCAL_SMTP_PORT,
    },
    postgres: data.LOCAL_POSTGRES,
    pooler: data.LOCAL_POOLER,
    keepsUp: data.LOCAL_KEEP_UP !== undefined,
    mailEverySeconds: data.LOCAL_MAIL_EVERY_SECONDS,
    siteUrl: (data.SITE_URL ?? data.ORIGIN)?.replace(/\/+$/, ''),
    providers: providersIn(data),
  };
}

function providersIn(data: z.infer<typeof Environment>): StackSettings['providers'] {
  const github = keysOf(
    data.SUPABASE_AUTH_EXTERNAL_GITHUB_CLIENT_ID,
    data.SUPABASE_AUTH_EXTERNAL_GITHUB_SECRET,
  );
  const google = keysOf(
    data.SUPABASE_AUTH_EXTERNAL_GOOGLE_CLIENT_ID,
    data.SUPABASE_AUTH_EXTERNAL_GOOGLE_SECRET,
  );
  return {
    ...(github ? { github: { ...github, url: data.SUPABASE_AUTH_EXTERNAL_GITHUB_URL } } : {}),
    ...(google ? { google } : {}),
  };
}

function keysOf(clientId: string | undefined, secret: string | undefined): ProviderKeys | null {
  return clientId && secret ? { clientId, secret } : null;
}

const withoutEmpty = (env: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
