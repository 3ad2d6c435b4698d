import { z } from 'zod';
import { certificateProblems } from './certificate';
import { directUrlProblems, poolerUrlProblems } from './database';
import type { Problem, Variables } from './guide';
import { publicKeyProblems, signingSecretProblems } from './keys';
import { mailFromProblems, readMailFrom, smtpUrlProblems, withLocalMailbox } from './mail';
import {
  hostProblems,
  issuerProblems,
  mailboxUrlProblems,
  originProblems,
  proxyListProblems,
  rangeUrlProblems,
  readProxyList,
  supabaseUrlProblems,
} from './network';
import { pairProblems } from './pairs';
import {
  readStripeApi,
  stripeApiProblems,
  stripeKeyProblems,
  stripeWebhookSecretProblems,
  withPaymentProvider,
} from './payments';
import { productionProblems } from './production';
import { providerListProblems, readProviders } from './providers';
import { sellerProblems, withSeller } from './seller';

/** Every message is our own: zod's may quote the input, and the input may be a secret. */
const schema = z.object({
  PUBLIC_SUPABASE_URL: text(supabaseUrlProblems).transform(withoutTrailingSlash),
  PUBLIC_SUPABASE_ANON_KEY: text(publicKeyProblems),
  SUPABASE_JWT_SECRET: text(signingSecretProblems).optional(),
  SUPABASE_JWT_ISSUER: text(issuerProblems).optional(),
  DATABASE_URL: text(poolerUrlProblems),
  DIRECT_URL: text(directUrlProblems),
  DATABASE_CA: text(certificateProblems).optional(),
  SUPABASE_PROJECT_ID: text(matches(/^[a-z0-9]{6,40}$/, 'is not a project id')).optional(),
  NODE_ENV: oneOf(['development', 'test', 'production']).default('development'),
  PORT: port().default(3000),
  HOST: text(hostProblems).default('127.0.0.1'),
  ORIGIN: text(originProblems).transform(withoutTrailingSlash).optional(),
  TRUSTED_PROXY: text(proxyListProblems).transform(readProxyList).default([]),
  SMTP_URL: text(smtpUrlProblems).optional(),
  MAIL_FROM: text(mailFromProblems)
    .transform(readMailFrom)
    .default({ name: 'Alcázar', address: 'no-reply@alcazar.example' }),
  PAYMENT_PROVIDER: oneOf(['test', 'stripe', 'none']).default('none'),
  STRIPE_SECRET_KEY: text(stripeKeyProblems).optional(),
  STRIPE_WEBHOOK_SECRET: text(stripeWebhookSecretProblems).optional(),
  STRIPE_API_URL: text(stripeApiProblems).transform(readStripeApi).optional(),
  SELLER_NAME: text(sellerProblems).default('Alcázar'),
  SELLER_ADDRESS: text(sellerProblems).optional(),
  SELLER_TAX_ID: text(sellerProblems).optional(),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SESSION_IDLE_DAYS: days().default(7),
  SESSION_MAX_DAYS: days().default(30),
  LIMIT_ADDRESS_FACTOR: factor().default(1),
  DRAIN_SECONDS: text(matches(/^\d{1,3}$/, 'is not a whole number of seconds'))
    .transform(Number)
    .refine((value) => value <= 60, { error: 'is more than 60 seconds' })
    .default(0),
  HEALTH_TOKEN: text(
    matches(/^[!-~]{32,200}$/, 'is shorter than 32 characters, or has others than visible ASCII'),
  ).optional(),
  AUTH_PROVIDERS: text(providerListProblems).transform(readProviders).default([]),
  PASSWORD_RANGE_URL: text(rangeUrlProblems)
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  SEED_PASSWORD: text(seedPasswordProblems).optional(),
  LOCAL_POOLER_PORT: port().default(6543),
  LOCAL_DB_PORT: port().default(5432),
  LOCAL_API_PORT: port().default(54321),
  LOCAL_MAIL_PORT: port().default(54324),
  LOCAL_SMTP_PORT: port().default(54325),
  LOCAL_DATA_DIR: z.string().default('.local'),
  MAILBOX_URL: text(mailboxUrlProblems).transform(withoutTrailingSlash).optional(),
});

/** The environment after every rule has passed: what the app and the scripts may rely on. Guide 1.2. */
export type Env = Readonly<z.infer<typeof schema>>;

export type ParsedEnvironment = { ok: true; env: Env } | { ok: false; problems: Problem[] };

/**
 * Checks all variables and all pairs of them at once. Pure: reads no file and no `process.env`, never throws.
 * White space around a value is dropped, and a value of nothing else counts as missing.
 */
export function parseEnvironment(variables: Variables): ParsedEnvironment {
  const trimmed = Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const given: Variables = withSeller(withPaymentProvider(withLocalMailbox(trimmed)));
  const parsed = schema.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => ({
      variable: String(issue.path[0]),
      wrong: issue.message,
    })),
    ...pairProblems(given),
    ...productionProblems(given),
  ];
  return parsed.success && problems.length === 0 ? { ok: true, env: parsed.data } : { ok: false, problems };
}

function text(problemsOf: (value: string) => string[]) {
  return z.string({ error: 'is missing' }).superRefine((value, context) => {
    for (const message of problemsOf(value)) context.addIssue({ code: 'custom', message });
  });
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: 'is none of the known words' });
}

function port() {
  return text(matches(/^\d{1,5}$/, 'is not a whole number'))
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65535, { error: 'is outside of 1 to 65535' });
}

/** Browsers keep a cookie for 400 days at most. */
function days() {
  return text(matches(/^\d{1,3}$/, 'is not a whole number of days'))
    .transform(Number)
    .refine((value) => value >= 1 && value <= 400, { error: 'is outside of 1 to 400 days' });
}

function factor() {
  return text(matches(/^\d{1,4}$/, 'is not a whole number'))
    .transform(Number)
    .refine((value) => value >= 1 && value <= 1000, { error: 'is outside of 1 to 1000' });
}

function matches(pattern: RegExp, wrong: string) {
  return (value: string) => (pattern.test(value) ? [] : [wrong]);
}

/** bcrypt reads 72 bytes and no more; a longer password would be cut without a word. */
function seedPasswordProblems(password: string): string[] {
  const bytes = Buffer.byteLength(password);
  return bytes >= 8 && bytes <= 72 ? [] : ['has fewer than 8 or more than 72 bytes'];
}

function withoutTrailingSlash(url: string): string {
  return new URL(url).origin;
}
