/** Variables as the process and the files give them. */
export type Variables = Record<string, string | undefined>;

/** One thing that is wrong with one variable, in words that never repeat its value. */
export interface Problem {
  variable: string;
  wrong: string;
}

interface Entry {
  shape: string;
  where: string;
}

const PORT: Entry = {
  shape: 'It looks like 54321: a whole number from 1 to 65535',
  where: 'Not in the dashboard: it is a port of this machine that you choose',
};

/** What each variable looks like and where it is found, in the order of `.env.example`. */
const GUIDE: Record<string, Entry> = {
  '.env': {
    shape: 'It is a text file beside package.json, readable by the user who starts the app',
    where: 'Not in the dashboard: copy .env.example',
  },
  PUBLIC_SUPABASE_URL: {
    shape: 'It looks like https://[ref].supabase.co, or http://127.0.0.1:54321 on this machine',
    where: 'Dashboard: Project Settings > Data API > Project URL',
  },
  PUBLIC_SUPABASE_ANON_KEY: {
    shape: 'It looks like sb_publishable_… or, for the legacy anon key, eyJ….eyJ….…',
    where: 'Dashboard: Project Settings > API Keys > Publishable key',
  },
  SUPABASE_JWT_SECRET: {
    shape: 'It is the shared secret of a project that signs with HS256, 32 bytes or more',
    where: 'Dashboard: Project Settings > JWT Keys > Legacy JWT secret',
  },
  SUPABASE_JWT_ISSUER: {
    shape: 'It looks like https://[ref].supabase.co/auth/v1',
    where:
      'Not in the dashboard: it is the claim "iss" of an access token, and only a custom domain needs it',
  },
  DATABASE_URL: {
    shape:
      'It looks like postgres://alcazar_app.[ref]:[password]@aws-0-[region].pooler.supabase.com:6543/postgres?pgbouncer=true&sslmode=require',
    where: 'Dashboard: Connect > Transaction pooler',
  },
  DIRECT_URL: {
    shape:
      'It looks like postgres://postgres.[ref]:[password]@aws-0-[region].pooler.supabase.com:5432/postgres?sslmode=require',
    where: 'Dashboard: Connect > Session pooler (or Direct connection)',
  },
  DATABASE_CA: {
    shape: 'It is a path to a .crt file, or its text from -----BEGIN CERTIFICATE----- on',
    where: 'Dashboard: Project Settings > Database > SSL Configuration > Download certificate',
  },
  SUPABASE_PROJECT_ID: {
    shape: 'It looks like abcdefghijklmnopqrst: twenty lower-case letters',
    where: 'Dashboard: Project Settings > General > Project ID',
  },
  NODE_ENV: {
    shape: 'It is development, test or production',
    where: 'Not in the dashboard: the host that runs the app sets it',
  },
  PORT: { ...PORT, shape: 'It looks like 3000: a whole number from 1 to 65535' },
  HOST: {
    shape: 'It looks like 127.0.0.1, or 0.0.0.0 to listen on every network',
    where: 'Not in the dashboard: it is the address this server listens on',
  },
  ORIGIN: {
    shape: 'It looks like https://app.example.com, without a path',
    where:
      'Not in the dashboard: it is the public address of this app (the same as Authentication > URL Configuration > Site URL)',
  },
  TRUSTED_PROXY: {
    shape: 'It looks like 10.0.0.0/8,2001:db8::/32',
    where: 'Not in the dashboard: the addresses your load balancer connects from',
  },
  SMTP_URL: {
    shape:
      'It looks like smtps://[user]:[password]@smtp.example.com:465, or smtp://… with port 587 for STARTTLS',
    where:
      'Not in the dashboard: your mail provider names it (the one of Authentication > Emails > SMTP Settings will do)',
  },
  MAIL_FROM: {
    shape: 'It looks like Alcázar <no-reply@example.com>, an address your mail server may send from',
    where:
      'Not in the dashboard: you choose it (the same as Authentication > Emails > SMTP Settings > Sender)',
  },
  PAYMENT_PROVIDER: {
    shape: 'It is test (everything on this machine), stripe or none',
    where: 'Not in the dashboard: you choose who takes cards; left out, Stripe does where its key is',
  },
  STRIPE_SECRET_KEY: {
    shape: 'It looks like sk_live_… (sk_test_… for trying it out; rk_… for a restricted key)',
    where: 'Not in the dashboard: it is in that of Stripe, under Developers > API keys',
  },
  STRIPE_WEBHOOK_SECRET: {
    shape: 'It looks like whsec_…',
    where: 'Not in the dashboard: it is in that of Stripe, under Developers > Webhooks > your endpoint',
  },
  STRIPE_API_URL: {
    shape:
      'It looks like http://127.0.0.1:12111: a server on this machine that speaks as the API of Stripe does',
    where: 'Not in the dashboard: for tests alone, such as against stripe-mock',
  },
  SELLER_NAME: {
    shape: 'It is the name of whoever sells, as the register has it, on one line',
    where: 'Not in the dashboard: it stands on every invoice',
  },
  SELLER_ADDRESS: {
    shape: 'It looks like Calle Mayor 1, 41001 Sevilla, España: one line',
    where: 'Not in the dashboard: it stands on every invoice',
  },
  SELLER_TAX_ID: {
    shape: 'It looks like ES B12345678: the number under which the seller pays tax',
    where: 'Not in the dashboard: it stands on every invoice',
  },
  LOG_LEVEL: {
    shape: 'It is fatal, error, warn, info, debug, trace or silent',
    where: 'Not in the dashboard: you choose how much is logged',
  },
  SESSION_IDLE_DAYS: {
    shape: 'It looks like 7: whole days after which an unused session ends, not more than SESSION_MAX_DAYS',
    where: 'Not in the dashboard: you choose how long a session lives',
  },
  SESSION_MAX_DAYS: {
    shape: 'It looks like 30: whole days after which every session ends, 400 at most',
    where: 'Not in the dashboard: you choose how long a session lives',
  },
  LIMIT_ADDRESS_FACTOR: {
    shape: 'It looks like 1, or 10 where ten times as many people as usual share one address; 1000 at most',
    where: 'Not in the dashboard: you choose how many tries one address has',
  },
  DRAIN_SECONDS: {
    shape: 'It looks like 5: whole seconds, 60 at most, longer than your load balancer takes to notice',
    where: 'Not in the dashboard: you choose it, by how often your load balancer asks /health/ready',
  },
  HEALTH_TOKEN: {
    shape: 'It is 32 to 200 characters that nobody can guess, such as `openssl rand -hex 32` makes them',
    where: 'Not in the dashboard: you choose it, and tell it to whatever watches the ledger',
  },
  AUTH_PROVIDERS: {
    shape:
      'It looks like github,google: the other sites that people may sign in with, in the order of their buttons',
    where: 'Dashboard: Authentication > Sign In / Providers, where each has to be turned on with its keys',
  },
  PASSWORD_RANGE_URL: {
    shape: 'It looks like https://api.pwnedpasswords.com/range',
    where:
      'Not in the dashboard: it is a service that knows leaked passwords by their hashes, or a copy of it',
  },
  SEED_PASSWORD: {
    shape: 'It is the password of the demo sign-ins, 8 to 72 bytes (12 or more in production)',
    where: 'Not in the dashboard: you choose it',
  },
  LOCAL_POOLER_PORT: PORT,
  LOCAL_DB_PORT: PORT,
  LOCAL_API_PORT: PORT,
  LOCAL_MAIL_PORT: PORT,
  LOCAL_SMTP_PORT: PORT,
  MAILBOX_URL: {
    shape: 'It looks like http://127.0.0.1:54324',
    where: 'Not in the dashboard: it is the local mailbox, and `bun run up` prints it',
  },
};

const ORDER = Object.keys(GUIDE);

/** The whole report for stderr: a calm heading, one line a problem in the order of `.env.example`, where to read on. */
export function report(problems: Problem[]): string {
  const count = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  const sorted = problems.toSorted((a, b) => ORDER.indexOf(a.variable) - ORDER.indexOf(b.variable));
  return [
    `The environment is not ready: ${count} to put right. Nothing was started.`,
    '',
    ...sorted.map(line),
    '',
    'Every variable is explained in docs/guide/01-environment.md; .env.example has values that work on this machine.',
  ].join('\n');
}

/** `VARIABLE: what is wrong. What it should look like. Where to find it.` */
function line({ variable, wrong }: Problem): string {
  const entry = GUIDE[variable];
  return entry ? `${variable}: ${wrong}. ${entry.shape}. ${entry.where}.` : `${variable}: ${wrong}.`;
}
