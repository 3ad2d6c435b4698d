import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import type { SupabaseConfig } from '../config';
import type { Mailer } from '../mailbox/mailer';
import type { ProviderKeys, StackSettings } from '../settings';
import { answerLikeHosted } from './differences';
import { PUBLISHABLE_KEY, SECRET_KEY } from './keys';
import { recordOrigin } from './session-origin';

export interface AuthApiOptions {
  /** The direct address of the database, as its superuser. */
  databaseUrl: string;
  config: SupabaseConfig;
  /** Its own address, which other sites send people back to. */
  apiUrl: string;
  siteUrl: string;
  jwtSecret: string;
  mailer: Mailer;
  /** Seconds between two mails of a kind to one address. */
  mailEverySeconds: number;
  providers: StackSettings['providers'];
  /** For throw-away data: passwords are hashed quickly instead of well. */
  hasQuickHashes: boolean;
}

export interface AuthApi {
  fetch(request: Request, peer: string | null): Promise<Response>;
  close(): Promise<void>;
}

/**
 * Auth (`/auth/v1`) and Data API (`/rest/v1`) of @supabase/lite over PostgreSQL, with what it needs cured to
 * behave like a hosted project. Makes the auth schema, then our roles, grants and functions. Reports nothing
 * to anybody: only the package's command line does, and it is not used.
 */
export async function startAuthApi(options: AuthApiOptions): Promise<AuthApi> {
  const connection = openConnection(options.databaseUrl);
  const app = new App({
    connection,
    api: { schemas: options.config.api.schemas, max_rows: options.config.api.max_rows },
    auth: authSettings(options),
    studio: { enabled: false },
  });
  app._mailer = options.mailer;
  // lite hashes in JavaScript, and everything waits while it does.
  if (options.hasQuickHashes) process.env.LITE_AUTH_BCRYPT_COST ??= '4';
  await app.ensureSystemSchema();

  const sql = connection.driver;
  await sql.unsafe(readFileSync(join(import.meta.dirname, 'bootstrap.sql'), 'utf8')).simple();
  await sql.listen('pgrst', () => void connection.clearSchemaCache());

  const { mailer, mailEverySeconds } = options;
  const { otp_length, otp_expiry, double_confirm_changes } = options.config.auth.email;
  const mails = {
    sql,
    mailer,
    mailEverySeconds,
    otpLength: otp_length,
    otpExpirySeconds: otp_expiry,
    hasDoubleConfirmation: double_confirm_changes,
  };
  return {
    async fetch(request, peer) {
      if (!/^\/(auth|rest)\/v1\//.test(new URL(request.url).pathname))
        return new Response('Not found\n', { status: 404 });
      const answer = (asked: Request) => app.fetch(asked, { peerAddress: peer });
      const response = await answerLikeHosted(request, answer, mails);
      await recordOrigin(sql, request, response, peer);
      return response;
    },
    // A query that hangs must not keep the process.
    close: () => sql.end({ timeout: 2 }),
  };
}

function openConnection(url: string) {
  const connection = createPostgresConnection({
    url,
    postgresOptions: {
      max: 10,
      prepare: false,
      onnotice: () => undefined,
      connection: { application_name: 'supabase-local' },
      types: { json: jsonType(114), jsonb: jsonType(3802) },
    },
  });
  // Without it, lite answers its first request with GRANT ALL on every table to anon; bootstrap.sql has
  // made the grants. The field is private: the version is pinned and a test looks.
  Reflect.set(connection, 'rlsState', 'active');
  return connection;
}

/** lite hands in JSON that is text already; encoded a second time it would be a string to every trigger. */
function jsonType(oid: number) {
  return {
    to: oid,
    from: [oid],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string) => JSON.parse(text),
  };
}

function authSettings({ config, apiUrl, siteUrl, jwtSecret, providers }: AuthApiOptions) {
  const { auth } = config;
  const redirect_uri = `${apiUrl}/auth/v1/callback`;
  const { template: _ours, max_frequency: _alsoOurs, ...email } = auth.email;
  return {
    enabled: true,
    jwt_secret: jwtSecret,
    publishable_key: PUBLISHABLE_KEY,
    secret_key: SECRET_KEY,
    site_url: siteUrl,
    additional_redirect_urls: [...auth.additional_redirect_urls, `${siteUrl}/**`],
    jwt_expiry: auth.jwt_expiry,
    enable_refresh_token_rotation: auth.enable_refresh_token_rotation,
    refresh_token_reuse_interval: auth.refresh_token_reuse_interval,
    enable_signup: auth.enable_signup,
    minimum_password_length: auth.minimum_password_length,
    email,
    external: Object.fromEntries(
      Object.entries(providers).map(([name, keys]) => [name, { ...providerSettings(keys), redirect_uri }]),
    ),
  };
}

function providerSettings({ clientId, secret, url }: ProviderKeys) {
  return { enabled: true, client_id: clientId, secret, url };
}
