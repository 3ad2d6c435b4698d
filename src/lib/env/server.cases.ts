import type { Variables } from './guide';

/** One environment that a process is started in, and what it must answer. */
export interface Case {
  name: string;
  /** Laid over `HOSTED`; `undefined` takes a variable away. */
  set?: Variables;
  /** Start from nothing instead of `HOSTED`. */
  bare?: boolean;
  /** Files in the folder the process starts in. */
  files?: Record<string, string>;
  /** `VARIABLE: the beginning of what is wrong` for every line, or what the process prints when it starts. */
  refused?: string[];
  starts?: string;
}

/** Every secret, host, user and project carries this word, so that one search finds any leak. */
export const CANARY = 'c4n4ry';

const REF = `${CANARY}projectref00`;
const PASSWORD = `${CANARY}-Vq8~tree.lamp`;
const POOLER = `aws-0-${CANARY}.pooler.supabase.com`;
const PUBLISHABLE = `sb_publishable_${CANARY}_ACJWlzQHlZjBrEguHvfOxg`;
const TLS = 'sslmode=require';
const LOCAL = {
  PUBLIC_SUPABASE_URL: 'http://127.0.0.1:54321',
  PUBLIC_SUPABASE_ANON_KEY: 'sb_publishable_local_development',
  DATABASE_URL: 'postgres://alcazar_app:alcazar_app@127.0.0.1:6543/postgres?pgbouncer=true',
  DIRECT_URL: 'postgres://postgres:postgres@127.0.0.1:5432/postgres',
};
const LOCAL_FILE = Object.entries(LOCAL)
  .map((pair) => pair.join('='))
  .join('\n');
const STACK_FILE = [
  'PUBLIC_SUPABASE_URL=http://127.0.0.1:60001',
  `DATABASE_URL=postgres://${CANARY}:${CANARY}@127.0.0.1:60002/${CANARY}?pgbouncer=true`,
  'DIRECT_URL=postgres://127.0.0.1:60003/postgres',
  'MAILBOX_URL=http://127.0.0.1:60004',
  'SMTP_URL=smtp://127.0.0.1:60005',
].join('\n');

/** A hosted project, as somebody would fill it in. */
export const HOSTED: Variables = {
  PUBLIC_SUPABASE_URL: `https://${REF}.supabase.co`,
  PUBLIC_SUPABASE_ANON_KEY: PUBLISHABLE,
  DATABASE_URL: pooler(),
  DIRECT_URL: direct(),
};

const MAIL = {
  SMTP_URL: `smtps://user:${PASSWORD}@${CANARY}.example.com`,
  MAIL_FROM: `Alcázar <no-reply@${CANARY}.example.com>`,
};
const SELLER = { SELLER_NAME: CANARY, SELLER_ADDRESS: `Calle ${CANARY} 1`, SELLER_TAX_ID: `ES ${CANARY}` };
const STRIPE_KEYS = { STRIPE_SECRET_KEY: `sk_live_${CANARY}`, STRIPE_WEBHOOK_SECRET: `whsec_${CANARY}` };
const STRIPE = { ...STRIPE_KEYS, ...SELLER };
const STRIPE_TEST = { ...STRIPE_KEYS, STRIPE_SECRET_KEY: `rk_test_${CANARY}` };
const PRODUCTION = { NODE_ENV: 'production', ORIGIN: `https://${CANARY}.example.com` };
const LOCAL_PRODUCTION = { ...LOCAL, NODE_ENV: 'production', ORIGIN: 'http://localhost:3000' };
const RAW_PASSWORD = 'DATABASE_URL: has a password whose special characters must be percent-encoded';
const CUT_PASSWORD =
  'DATABASE_URL: has a password (or another part) whose special characters must be percent-encoded';
const UNFILLED = 'still has a placeholder in brackets, it is not filled in yet';

/** Every rule of the environment, broken once, and every shape that must be accepted. */
export const CASES: Case[] = [
  // What starts
  { name: 'a hosted project in development', starts: 'development 6543 5432' },
  { name: 'a hosted project in production', set: PRODUCTION, starts: 'production 6543 5432' },
  { name: 'the embedded stack', set: LOCAL, starts: 'development 6543 5432' },
  { name: 'the embedded stack in production mode', set: LOCAL_PRODUCTION, starts: 'production 6543 5432' },
  { name: 'the test environment', set: { ...LOCAL, NODE_ENV: 'test' }, starts: 'test 6543 5432' },
  {
    name: 'postgresql:// as the scheme',
    set: { DATABASE_URL: pooler({ scheme: 'postgresql' }) },
    starts: 'development',
  },
  {
    name: 'the aws-1 form of the pooler',
    set: { DATABASE_URL: pooler().replace('aws-0', 'aws-1') },
    starts: 'development',
  },
  {
    name: 'the direct host of a project',
    set: { DIRECT_URL: `postgres://postgres:${PASSWORD}@db.${REF}.supabase.co:5432/postgres?${TLS}` },
    starts: 'development',
  },
  {
    name: 'a legacy anon key',
    set: { PUBLIC_SUPABASE_ANON_KEY: token({ role: 'anon', iss: 'supabase', ref: REF }) },
    starts: 'development',
  },
  {
    name: 'other ports on loopback',
    set: { ...LOCAL, DATABASE_URL: local('127.0.0.1:7001'), DIRECT_URL: local('127.0.0.1:7002', '') },
    starts: 'development 7001 7002',
  },
  {
    name: 'localhost by name',
    set: { ...LOCAL, DATABASE_URL: local('localhost:7001'), DIRECT_URL: local('db.localhost:7002', '') },
    starts: 'development 7001 7002',
  },
  {
    name: 'loopback of IPv6',
    set: { ...LOCAL, PUBLIC_SUPABASE_URL: 'http://[::1]:54321', DATABASE_URL: local('[::1]:7001') },
    starts: 'development 7001',
  },
  {
    name: 'another address of 127.0.0.0/8',
    set: { ...LOCAL, PUBLIC_SUPABASE_URL: 'http://127.8.9.10:54321' },
    starts: 'development',
  },
  {
    name: 'an encoded password',
    set: { DATABASE_URL: pooler({ password: encodeURIComponent(`${CANARY}@:/?#%[]`) }) },
    starts: 'development',
  },
  {
    name: 'sslmode=verify-full',
    set: { DATABASE_URL: pooler({ query: 'pgbouncer=true&sslmode=verify-full' }) },
    starts: 'development',
  },
  {
    name: 'values wrapped in white space',
    set: { PORT: ' 8080\n', DATABASE_URL: ` ${pooler()}\n` },
    starts: 'development 6543 5432 8080',
  },
  {
    name: 'a list of trusted proxies',
    set: { TRUSTED_PROXY: '10.0.0.0/8, 192.0.2.7 2001:db8::/32' },
    starts: 'development 6543 5432 3000 10.0.0.0/8,192.0.2.7/32,2001:db8::/32',
  },

  // What is missing
  {
    name: 'nothing at all',
    bare: true,
    refused: [
      'PUBLIC_SUPABASE_URL: is missing',
      'PUBLIC_SUPABASE_ANON_KEY: is missing',
      'DATABASE_URL: is missing',
      'DIRECT_URL: is missing',
    ],
  },
  { name: 'an empty string', set: { DATABASE_URL: '' }, refused: ['DATABASE_URL: is missing'] },
  {
    name: 'white space only',
    set: { PUBLIC_SUPABASE_ANON_KEY: ' \t ' },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is missing'],
  },

  // The API
  {
    name: 'an API over http',
    set: { PUBLIC_SUPABASE_URL: `http://${REF}.supabase.co` },
    refused: ['PUBLIC_SUPABASE_URL: must begin with https://'],
  },
  {
    name: 'an API at a look-alike of loopback',
    set: { PUBLIC_SUPABASE_URL: `http://127.0.0.1.${CANARY}.com` },
    refused: ['PUBLIC_SUPABASE_URL: must begin with https://'],
  },
  {
    name: 'an API at a name that only begins like localhost',
    set: { PUBLIC_SUPABASE_URL: `http://localhost.${CANARY}.com` },
    refused: ['PUBLIC_SUPABASE_URL: must begin with https://'],
  },
  {
    name: 'an API without a scheme',
    set: { PUBLIC_SUPABASE_URL: `${REF}.supabase.co` },
    refused: ['PUBLIC_SUPABASE_URL: is not a web address'],
  },
  {
    name: 'an API with a path',
    set: { PUBLIC_SUPABASE_URL: `https://${REF}.supabase.co/rest/v1` },
    refused: ['PUBLIC_SUPABASE_URL: has a path'],
  },
  {
    name: 'an API with credentials',
    set: { PUBLIC_SUPABASE_URL: `https://me:${PASSWORD}@${REF}.supabase.co` },
    refused: ['PUBLIC_SUPABASE_URL: has a user name or password in it'],
  },
  {
    name: 'the placeholder of the guide',
    set: { PUBLIC_SUPABASE_URL: 'https://[PROJECT_ID].supabase.co' },
    refused: [`PUBLIC_SUPABASE_URL: ${UNFILLED}`],
  },

  // The key
  {
    name: 'a legacy service key',
    set: { PUBLIC_SUPABASE_ANON_KEY: token({ role: 'service_role', ref: REF }) },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is a service_role key. It bypasses row level security'],
  },
  {
    name: 'a secret key',
    set: { PUBLIC_SUPABASE_ANON_KEY: `sb_secret_${CANARY}` },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is a secret key. It bypasses row level security'],
  },
  {
    name: 'a personal access token',
    set: { PUBLIC_SUPABASE_ANON_KEY: `sbp_${CANARY}` },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is a personal access token'],
  },
  {
    name: 'the token of a signed-in user',
    set: { PUBLIC_SUPABASE_ANON_KEY: token({ role: 'authenticated', sub: CANARY }) },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is a token, but not the anon key'],
  },
  {
    name: 'a token that cannot be read',
    set: { PUBLIC_SUPABASE_ANON_KEY: `${CANARY}.${CANARY}.${CANARY}` },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is neither a publishable key nor a legacy anon key'],
  },
  {
    name: 'any other text as the key',
    set: { PUBLIC_SUPABASE_ANON_KEY: `hello ${CANARY}` },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is neither'],
  },
  {
    name: 'a publishable key that was cut',
    set: { PUBLIC_SUPABASE_ANON_KEY: 'sb_publishable_' },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is a publishable key that is cut short'],
  },
  {
    name: 'the key placeholder of the guide',
    set: { PUBLIC_SUPABASE_ANON_KEY: '[ANON_KEY]' },
    refused: [`PUBLIC_SUPABASE_ANON_KEY: ${UNFILLED}`],
  },
  {
    name: 'the key of another project',
    set: { PUBLIC_SUPABASE_ANON_KEY: token({ role: 'anon', ref: `${CANARY}other` }) },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: belongs to another Supabase project'],
  },

  // The pooler
  {
    name: 'another database as the scheme',
    set: { DATABASE_URL: pooler({ scheme: 'mysql' }) },
    refused: ['DATABASE_URL: must begin with postgres://'],
  },
  {
    name: 'the direct port for the app',
    set: { DATABASE_URL: pooler({ port: '5432' }) },
    refused: ['DATABASE_URL: must name port 6543'],
  },
  {
    name: 'no port for the app',
    set: { DATABASE_URL: pooler().replace(':6543', '') },
    refused: ['DATABASE_URL: must name port 6543'],
  },
  {
    name: 'the digits 6543 elsewhere than in the port',
    set: { DATABASE_URL: pooler({ port: '5432', password: `${CANARY}6543` }) },
    refused: ['DATABASE_URL: must name port 6543'],
  },
  {
    name: 'a port that does not exist',
    set: { DATABASE_URL: pooler({ port: '99999' }) },
    refused: ['DATABASE_URL: is not a URL'],
  },
  {
    name: 'no pgbouncer parameter',
    set: { DATABASE_URL: pooler({ query: TLS }) },
    refused: ['DATABASE_URL: must carry the parameter pgbouncer=true'],
  },
  {
    name: 'pgbouncer=false',
    set: { DATABASE_URL: pooler({ query: `pgbouncer=false&${TLS}` }) },
    refused: ['DATABASE_URL: must carry the parameter pgbouncer=true'],
  },
  {
    name: 'pgbouncer=true in the database name only',
    set: {
      DATABASE_URL: `${pooler({ query: TLS, database: 'pgbouncer=true' })}`,
      DIRECT_URL: direct().replace('/postgres?', '/pgbouncer=true?'),
    },
    refused: ['DATABASE_URL: must carry the parameter pgbouncer=true'],
  },
  {
    name: 'no pgbouncer parameter on loopback',
    set: { ...LOCAL, DATABASE_URL: local('127.0.0.1:6543', '') },
    refused: ['DATABASE_URL: must carry the parameter pgbouncer=true'],
  },
  {
    name: 'no TLS to another host',
    set: { DATABASE_URL: pooler({ query: 'pgbouncer=true' }) },
    refused: ['DATABASE_URL: must ask for an encrypted connection'],
  },
  {
    name: 'sslmode=disable',
    set: { DATABASE_URL: pooler({ query: 'pgbouncer=true&sslmode=disable' }) },
    refused: ['DATABASE_URL: must ask for an encrypted connection'],
  },
  {
    name: 'sslmode=prefer, which falls back to plain text',
    set: { DIRECT_URL: direct('sslmode=prefer') },
    refused: ['DIRECT_URL: must ask for an encrypted connection'],
  },
  {
    name: 'two values of sslmode',
    set: { DATABASE_URL: pooler({ query: `pgbouncer=true&${TLS}&sslmode=disable` }) },
    refused: ['DATABASE_URL: must ask for an encrypted connection'],
  },
  {
    name: 'no user',
    set: { DATABASE_URL: pooler().replace(/\/\/[^@]+@/, '//') },
    refused: ['DATABASE_URL: names no user and password'],
  },
  {
    name: 'no password',
    set: { DATABASE_URL: pooler().replace(`:${PASSWORD}`, '') },
    refused: ['DATABASE_URL: has no password'],
  },
  {
    name: 'no database',
    set: { DATABASE_URL: pooler({ database: '' }) },
    refused: ['DATABASE_URL: must end with the name of one database'],
  },
  {
    name: 'the shared pooler without a project',
    set: { DATABASE_URL: pooler({ user: 'postgres' }) },
    refused: ['DATABASE_URL: names a user without the project'],
  },
  {
    name: 'quotes that are part of the value',
    set: { DATABASE_URL: `"${pooler()}"` },
    refused: ['DATABASE_URL: is wrapped in quotes'],
  },
  {
    name: 'an IPv6 host on the network',
    set: {
      DATABASE_URL: `postgres://${CANARY}:${PASSWORD}@[2001:db8::7]:6543/postgres?pgbouncer=true&${TLS}`,
      DIRECT_URL: `postgres://${CANARY}:${PASSWORD}@${CANARY}.example.com:5432/postgres?${TLS}`,
    },
    refused: ['DATABASE_URL: names an IPv6 address'],
  },
  {
    name: 'the placeholders of the guide',
    set: {
      DATABASE_URL:
        'postgres://postgres.[ref]:[pass]@aws-0-[region].pooler.supabase.com:6543/postgres?pgbouncer=true',
    },
    refused: [`DATABASE_URL: ${UNFILLED}`],
  },
  {
    name: 'a shell variable nobody expanded',
    set: { DATABASE_URL: pooler({ password: `\${${CANARY}}` }) },
    refused: [`DATABASE_URL: ${UNFILLED}`],
  },

  // Passwords with characters that end a URL early
  {
    name: 'a raw @ in the password',
    set: { DATABASE_URL: pooler({ password: `${CANARY}@${CANARY}` }) },
    refused: [RAW_PASSWORD],
  },
  {
    name: 'a raw : in the password',
    set: { DATABASE_URL: pooler({ password: `${CANARY}:${CANARY}` }) },
    refused: [RAW_PASSWORD],
  },
  {
    name: 'a raw / in the password',
    set: { DATABASE_URL: pooler({ password: `${CANARY}/${CANARY}` }) },
    refused: [CUT_PASSWORD],
  },
  {
    name: 'a raw ? in the password',
    set: { DATABASE_URL: pooler({ password: `${CANARY}?${CANARY}` }) },
    refused: [CUT_PASSWORD],
  },
  {
    name: 'a raw # in the password',
    set: { DATABASE_URL: pooler({ password: `${CANARY}#${CANARY}` }) },
    refused: [CUT_PASSWORD],
  },
  {
    name: 'a raw @ and / that leave a URL which can be read',
    set: { DATABASE_URL: pooler({ password: `${CANARY}@${CANARY}/${CANARY}` }) },
    refused: [CUT_PASSWORD],
  },
  {
    name: 'digits before a raw /, which read as a port',
    set: { DATABASE_URL: `postgres://${CANARY}:4711/${CANARY}@${POOLER}:6543/postgres?pgbouncer=true` },
    refused: [CUT_PASSWORD],
  },
  {
    name: 'a % that begins no escape',
    set: { DATABASE_URL: pooler({ password: `${CANARY}%zz` }) },
    refused: [RAW_PASSWORD],
  },
  {
    name: 'escapes that are no text',
    set: { DATABASE_URL: pooler({ password: `${CANARY}%ff` }) },
    refused: [RAW_PASSWORD],
  },
  {
    name: 'a raw space in the password',
    set: { DATABASE_URL: pooler({ password: `${CANARY} ${CANARY}` }) },
    refused: [RAW_PASSWORD],
  },
  {
    name: 'raw letters beyond ASCII',
    set: { DATABASE_URL: pooler({ password: `${CANARY}ñ` }) },
    refused: [RAW_PASSWORD],
  },
  {
    name: 'a # that .env takes for a comment',
    bare: true,
    files: { '.env': `${LOCAL_FILE}\nDATABASE_URL=${pooler({ password: `${CANARY}#x` })}` },
    refused: ['DATABASE_URL: names no user and password'],
  },

  // The direct connection
  {
    name: 'the pooler port for migrations',
    set: { DIRECT_URL: direct().replace(':5432', ':6543') },
    refused: ['DIRECT_URL: must name port 5432'],
  },
  {
    name: 'the pooler parameter for migrations',
    set: { ...LOCAL, DIRECT_URL: local('127.0.0.1:6543') },
    refused: ['DIRECT_URL: carries the parameter pgbouncer'],
  },
  {
    name: 'two database names',
    set: { DIRECT_URL: direct().replace('/postgres?', `/${CANARY}?`) },
    refused: ['DIRECT_URL: and DATABASE_URL do not name the same database'],
  },
  {
    name: 'two projects',
    set: { DIRECT_URL: direct().replace(REF, `${CANARY}other`) },
    refused: [
      'DIRECT_URL: and DATABASE_URL are not the same database: they name two',
      'DIRECT_URL: belongs to another Supabase project',
    ],
  },
  {
    name: 'one database here and one there',
    set: { DIRECT_URL: LOCAL.DIRECT_URL },
    refused: ['DIRECT_URL: and DATABASE_URL are not the same database: one is on this machine'],
  },
  {
    name: 'one database at Supabase and one elsewhere',
    set: { DIRECT_URL: `postgres://${CANARY}:${PASSWORD}@${CANARY}.example.com:5432/postgres?${TLS}` },
    refused: ['DIRECT_URL: and DATABASE_URL are not the same database: one is hosted by Supabase'],
  },
  {
    name: 'the databases of another project',
    set: { PUBLIC_SUPABASE_URL: `https://${CANARY}other.supabase.co` },
    refused: ['DATABASE_URL: belongs to another', 'DIRECT_URL: belongs to another'],
  },

  // Production
  {
    name: 'production without an address',
    set: { NODE_ENV: 'production' },
    refused: ['ORIGIN: is missing, and production needs it'],
  },
  {
    name: 'production over http',
    set: { ...PRODUCTION, ORIGIN: `http://${CANARY}.example.com` },
    refused: ['ORIGIN: must begin with https://'],
  },
  {
    name: 'an address with a path',
    set: { ...PRODUCTION, ORIGIN: `https://${CANARY}.example.com/app` },
    refused: ['ORIGIN: has a path'],
  },
  {
    name: 'an address with credentials and a query',
    set: { ...PRODUCTION, ORIGIN: `https://me:${PASSWORD}@${CANARY}.example.com?x=1` },
    refused: ['ORIGIN: has a user name or password in it', 'ORIGIN: has a query'],
  },
  {
    name: 'a default password',
    set: { ...PRODUCTION, DATABASE_URL: pooler({ password: 'alcazar_app' }) },
    refused: ['DATABASE_URL: has a password that is a placeholder or a well-known default'],
  },
  {
    name: 'a template password',
    set: {
      ...PRODUCTION,
      DIRECT_URL: direct().replace(PASSWORD, 'your-super-secret-and-long-postgres-password'),
    },
    refused: ['DIRECT_URL: has a password that is a placeholder'],
  },
  {
    name: 'an encoded placeholder',
    set: { ...PRODUCTION, DATABASE_URL: pooler({ password: encodeURIComponent('[YOUR-PASSWORD]') }) },
    refused: ['DATABASE_URL: has a password that is a placeholder'],
  },
  {
    name: 'a development password',
    set: { ...PRODUCTION, DATABASE_URL: pooler({ password: `dev-${CANARY}-Vq8-tree` }) },
    refused: ['DATABASE_URL: has a password that is a placeholder'],
  },
  {
    name: 'a short password',
    set: { ...PRODUCTION, DATABASE_URL: pooler({ password: `${CANARY}Vq8` }) },
    refused: ['DATABASE_URL: has a password that is shorter than 12'],
  },
  {
    name: 'the key of the embedded stack',
    set: { ...PRODUCTION, PUBLIC_SUPABASE_ANON_KEY: LOCAL.PUBLIC_SUPABASE_ANON_KEY },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is the demo key'],
  },
  {
    name: 'the demo key of the Supabase CLI',
    set: { ...PRODUCTION, PUBLIC_SUPABASE_ANON_KEY: token({ role: 'anon', iss: 'supabase-demo' }) },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is the demo key'],
  },
  {
    name: 'a key too short to be one',
    set: { ...PRODUCTION, PUBLIC_SUPABASE_ANON_KEY: `sb_publishable_${CANARY}` },
    refused: ['PUBLIC_SUPABASE_ANON_KEY: is shorter than 32'],
  },
  {
    name: 'the demo sign-in password',
    set: { ...PRODUCTION, SEED_PASSWORD: 'correct-horse-battery-7' },
    refused: ['SEED_PASSWORD: is a placeholder or a well-known default'],
  },
  {
    name: 'local databases behind a public address',
    set: { ...LOCAL_PRODUCTION, ORIGIN: PRODUCTION.ORIGIN },
    refused: [
      'PUBLIC_SUPABASE_ANON_KEY: is the demo key',
      'DATABASE_URL: has a password that is a placeholder',
      'DIRECT_URL: has a password that is a placeholder',
    ],
  },

  // The server
  {
    name: 'an unknown NODE_ENV',
    set: { NODE_ENV: `staging-${CANARY}` },
    refused: ['NODE_ENV: is none of the known words'],
  },
  { name: 'a port in words', set: { PORT: CANARY }, refused: ['PORT: is not a whole number'] },
  {
    name: 'a port out of range',
    set: { PORT: '70000', LOCAL_DB_PORT: '0' },
    refused: ['PORT: is outside of 1 to 65535', 'LOCAL_DB_PORT: is outside of 1 to 65535'],
  },
  {
    name: 'a host with a scheme',
    set: { HOST: `http://${CANARY}` },
    refused: ['HOST: is neither an IP address nor a host name'],
  },
  {
    name: 'a proxy that is no address',
    set: { TRUSTED_PROXY: `10.0.0.0/8,${CANARY}.example.com` },
    refused: ['TRUSTED_PROXY: entry 2 is not an IP address'],
  },
  {
    name: 'a proxy block that does not exist',
    set: { TRUSTED_PROXY: '10.0.0.0/33' },
    refused: ['TRUSTED_PROXY: entry 1 has a prefix length that does not exist'],
  },
  {
    name: 'the whole internet as a proxy',
    set: { TRUSTED_PROXY: '0.0.0.0/0' },
    refused: ['TRUSTED_PROXY: entry 1 trusts the whole internet'],
  },
  {
    name: 'an unknown log level',
    set: { LOG_LEVEL: CANARY },
    refused: ['LOG_LEVEL: is none of the known words'],
  },
  {
    name: 'the secret that signs tokens, and whose name they carry',
    set: {
      SUPABASE_JWT_SECRET: `${CANARY}-Vq8~tree.lamp-and-a-long-tail`,
      SUPABASE_JWT_ISSUER: `https://${CANARY}.example.com/auth/v1`,
      ...PRODUCTION,
    },
    starts: 'production',
  },
  {
    name: 'a signing secret that is too short',
    set: { SUPABASE_JWT_SECRET: `${CANARY}-short` },
    refused: ['SUPABASE_JWT_SECRET: has fewer than 32 bytes'],
  },
  {
    name: 'an API key for the signing secret',
    set: { SUPABASE_JWT_SECRET: `sb_secret_${CANARY}_ACJWlzQHlZjBrEguHvfOxg` },
    refused: ['SUPABASE_JWT_SECRET: is an API key'],
  },
  {
    name: 'a legacy key for the signing secret',
    set: { SUPABASE_JWT_SECRET: token({ role: 'service_role', iss: 'supabase', ref: REF }) },
    refused: ['SUPABASE_JWT_SECRET: is an API key'],
  },
  {
    name: 'a signing secret that is not filled in',
    set: { SUPABASE_JWT_SECRET: `[YOUR-JWT-SECRET] ${CANARY}` },
    refused: ['SUPABASE_JWT_SECRET: still has a placeholder'],
  },
  {
    name: 'the signing secret of every local stack, in production',
    set: { ...PRODUCTION, SUPABASE_JWT_SECRET: 'super-secret-jwt-token-with-at-least-32-characters-long' },
    refused: ['SUPABASE_JWT_SECRET: is a placeholder or a well-known default'],
  },
  {
    name: 'the same on this machine',
    set: {
      ...LOCAL_PRODUCTION,
      SUPABASE_JWT_SECRET: 'super-secret-jwt-token-with-at-least-32-characters-long',
    },
    starts: 'production',
  },
  {
    name: 'an issuer that is no address',
    set: { SUPABASE_JWT_ISSUER: CANARY },
    refused: ['SUPABASE_JWT_ISSUER: is not a web address'],
  },
  {
    name: 'a service that knows leaked passwords',
    set: { PASSWORD_RANGE_URL: `https://${CANARY}.example.com/range/` },
    starts: 'development',
  },
  {
    name: 'a copy of that service on this machine',
    set: { PASSWORD_RANGE_URL: 'http://127.0.0.1:8080/range' },
    starts: 'development',
  },
  {
    name: 'leaked passwords asked over plain http',
    set: { PASSWORD_RANGE_URL: `http://${CANARY}.example.com/range` },
    refused: ['PASSWORD_RANGE_URL: must begin with https://'],
  },
  {
    name: 'leaked passwords asked with a key in the address',
    set: { PASSWORD_RANGE_URL: `https://${CANARY}:x@range.example.com/?key=${CANARY}` },
    refused: [
      'PASSWORD_RANGE_URL: has a user name or password in it',
      'PASSWORD_RANGE_URL: has a query or a fragment',
    ],
  },
  {
    name: 'leaked passwords asked nowhere',
    set: { PASSWORD_RANGE_URL: 'https://[host]/range' },
    refused: ['PASSWORD_RANGE_URL: still has a placeholder in brackets'],
  },
  {
    name: 'limits of a session',
    set: { SESSION_IDLE_DAYS: '1', SESSION_MAX_DAYS: '400' },
    starts: 'development',
  },
  {
    name: 'limits that are no whole days',
    set: { SESSION_IDLE_DAYS: '1.5', SESSION_MAX_DAYS: '401' },
    refused: ['SESSION_IDLE_DAYS: is not a whole number', 'SESSION_MAX_DAYS: is outside of 1 to 400'],
  },
  {
    name: 'a session that may be idle for longer than it lives',
    set: { SESSION_IDLE_DAYS: '31' },
    refused: ['SESSION_IDLE_DAYS: is longer than SESSION_MAX_DAYS'],
  },
  {
    name: 'a school behind one address',
    set: { LIMIT_ADDRESS_FACTOR: '20' },
    starts: 'development',
  },
  {
    name: 'limits that are switched off',
    set: { LIMIT_ADDRESS_FACTOR: '0' },
    refused: ['LIMIT_ADDRESS_FACTOR: is outside of 1 to 1000'],
  },
  {
    name: 'limits that get tighter by a fraction',
    set: { LIMIT_ADDRESS_FACTOR: '0.5' },
    refused: ['LIMIT_ADDRESS_FACTOR: is not a whole number'],
  },
  {
    name: 'an instance behind a load balancer',
    set: { DRAIN_SECONDS: '5' },
    starts: 'development',
  },
  {
    name: 'an instance that would never end',
    set: { DRAIN_SECONDS: '600' },
    refused: ['DRAIN_SECONDS: is more than 60 seconds'],
  },
  {
    name: 'an instance that ends in a moment and a half',
    set: { DRAIN_SECONDS: '1.5' },
    refused: ['DRAIN_SECONDS: is not a whole number of seconds'],
  },
  {
    name: 'a token for those who watch the ledger',
    set: { HEALTH_TOKEN: 'c4n4ry-0123456789-0123456789-0123' },
    starts: 'development',
  },
  {
    name: 'a token for the ledger that can be guessed',
    set: { HEALTH_TOKEN: 'c4n4ry' },
    refused: ['HEALTH_TOKEN: is shorter than 32 characters, or has others than visible ASCII'],
  },
  {
    name: 'two other sites to sign in with, one of them twice',
    set: { AUTH_PROVIDERS: 'google, github,google' },
    starts: 'development',
  },
  {
    name: 'a site to sign in with that is not known',
    set: { AUTH_PROVIDERS: 'github,GitLab' },
    refused: ['AUTH_PROVIDERS: entry 2 is neither github nor google'],
  },
  {
    name: 'a mail server in production',
    set: { ...PRODUCTION, ...MAIL },
    starts: 'production 6543 5432 3000 - 0 - usual named',
  },
  {
    name: 'a mail server that asks for TLS once it is spoken to, and for no password',
    set: {
      ...MAIL,
      SMTP_URL: `smtp://${CANARY}.example.com:2525`,
      MAIL_FROM: `no-reply@${CANARY}.example.com`,
    },
    starts: 'development 6543 5432 3000 - 0 - 2525 bare',
  },
  {
    name: 'no mail server, hosted',
    set: { ...PRODUCTION, MAIL_FROM: MAIL.MAIL_FROM },
    starts: 'production 6543 5432 3000 - 0 - -',
  },
  {
    name: 'no mail server, on this machine',
    set: { ...LOCAL, LOCAL_SMTP_PORT: '7025' },
    starts: 'development 6543 5432 3000 - 0 - 7025',
  },
  {
    name: 'mail to real people from nobody',
    set: { SMTP_URL: MAIL.SMTP_URL },
    refused: ['MAIL_FROM: is missing, and SMTP_URL needs it'],
  },
  {
    name: 'a web address for a mail server',
    set: { ...MAIL, SMTP_URL: `https://${CANARY}.example.com` },
    refused: ['SMTP_URL: must begin with smtp:// or smtps://'],
  },
  {
    name: 'a mail server whose password is not encoded',
    set: { ...MAIL, SMTP_URL: `smtps://user:${CANARY}@/#@smtp.example.com` },
    refused: ['SMTP_URL: has a user name or a password whose special characters'],
  },
  {
    name: 'a mail server that was not filled in',
    set: { ...MAIL, SMTP_URL: 'smtps://[user]:[password]@smtp.example.com:465' },
    refused: ['SMTP_URL: still has a placeholder'],
  },
  {
    name: 'a mail server with orders to check no certificate',
    set: { ...MAIL, SMTP_URL: `smtps://${CANARY}.example.com?tls.rejectUnauthorized=false` },
    refused: ['SMTP_URL: has a path or parameters'],
  },
  {
    name: 'half a sign-in at the mail server',
    set: { ...MAIL, SMTP_URL: `smtps://${CANARY}@smtp.example.com` },
    refused: ['SMTP_URL: names a user without a password'],
  },
  {
    name: 'a mail server without a host',
    set: { ...MAIL, SMTP_URL: 'smtps://:465' },
    refused: ['SMTP_URL: '],
  },
  {
    name: 'a well-known password at the mail server, in production',
    set: { ...PRODUCTION, ...MAIL, SMTP_URL: 'smtps://user:changeme@smtp.example.com' },
    refused: ['SMTP_URL: has a password that is a placeholder'],
  },
  {
    name: 'the test provider, where everything is on this machine',
    set: LOCAL_PRODUCTION,
    starts: 'production 6543 5432 3000 - 0 - 54325 named test',
  },
  {
    name: 'nobody who takes cards, hosted',
    set: PRODUCTION,
    starts: 'production 6543 5432 3000 - 0 - - named none',
  },
  {
    name: 'Stripe in production, by its keys alone',
    set: { ...PRODUCTION, ...STRIPE },
    starts: 'production 6543 5432 3000 - 0 - - named stripe',
  },
  {
    name: 'Stripe with keys of its test mode and restricted ones, beside the embedded stack',
    set: { ...LOCAL, ...STRIPE_TEST },
    starts: 'development 6543 5432 3000 - 0 - 54325 named stripe',
  },
  {
    name: 'cards switched off, although Stripe has its keys',
    set: { ...PRODUCTION, ...STRIPE, PAYMENT_PROVIDER: 'none' },
    starts: 'production 6543 5432 3000 - 0 - - named none',
  },
  {
    name: 'the test provider in production',
    set: { ...PRODUCTION, PAYMENT_PROVIDER: 'test' },
    refused: ['PAYMENT_PROVIDER: is test, which takes no money'],
  },
  {
    name: 'the test provider in development, on a hosted database',
    set: { PAYMENT_PROVIDER: 'test' },
    refused: ['PAYMENT_PROVIDER: is test, which takes no money'],
  },
  {
    name: 'a provider nobody knows',
    set: { PAYMENT_PROVIDER: CANARY },
    refused: ['PAYMENT_PROVIDER: is none of the known words'],
  },
  {
    name: 'Stripe without a key',
    set: { PAYMENT_PROVIDER: 'stripe' },
    refused: ['STRIPE_SECRET_KEY: is missing, and PAYMENT_PROVIDER is stripe'],
  },
  {
    name: 'Stripe that nobody hears',
    set: { ...PRODUCTION, ...SELLER, STRIPE_SECRET_KEY: STRIPE.STRIPE_SECRET_KEY },
    refused: ['STRIPE_WEBHOOK_SECRET: is missing'],
  },
  {
    name: 'a webhook secret without its key',
    set: { STRIPE_WEBHOOK_SECRET: STRIPE.STRIPE_WEBHOOK_SECRET },
    refused: ['STRIPE_SECRET_KEY: is missing'],
  },
  {
    name: 'a live key of Stripe on a desk',
    set: STRIPE,
    refused: ['STRIPE_SECRET_KEY: is a live key'],
  },
  {
    name: 'the publishable key of Stripe',
    set: { ...PRODUCTION, ...STRIPE, STRIPE_SECRET_KEY: `pk_live_${CANARY}` },
    refused: ['STRIPE_SECRET_KEY: is the publishable key'],
  },
  {
    name: 'the webhook secret in the place of the key',
    set: { ...PRODUCTION, ...STRIPE, STRIPE_SECRET_KEY: `whsec_${CANARY}` },
    refused: ['STRIPE_SECRET_KEY: is the secret of a webhook'],
  },
  {
    name: 'a key of Stripe that is none',
    set: { ...PRODUCTION, ...STRIPE, STRIPE_SECRET_KEY: CANARY },
    refused: ['STRIPE_SECRET_KEY: is neither a secret nor a restricted key'],
  },
  {
    name: 'keys of Stripe that were not filled in',
    set: { ...PRODUCTION, STRIPE_SECRET_KEY: 'sk_test_[key]', STRIPE_WEBHOOK_SECRET: 'whsec_[secret]' },
    refused: [`STRIPE_SECRET_KEY: ${UNFILLED}`, `STRIPE_WEBHOOK_SECRET: ${UNFILLED}`],
  },
  {
    name: 'a webhook secret that is none',
    set: { ...PRODUCTION, ...STRIPE, STRIPE_WEBHOOK_SECRET: CANARY },
    refused: ['STRIPE_WEBHOOK_SECRET: is not the signing secret'],
  },
  {
    name: 'a stand-in for Stripe on this machine',
    set: { ...LOCAL, ...STRIPE_TEST, STRIPE_API_URL: 'http://127.0.0.1:12111' },
    starts: 'development 6543 5432 3000 - 0 - 54325 named stripe',
  },
  {
    name: 'a stand-in for Stripe somewhere else',
    set: { ...STRIPE_TEST, STRIPE_API_URL: `https://${CANARY}.example.com` },
    refused: ['STRIPE_API_URL: is not on this machine'],
  },
  {
    name: 'a stand-in for Stripe that would hear a live key',
    set: { ...PRODUCTION, ...STRIPE, STRIPE_API_URL: 'http://127.0.0.1:12111' },
    refused: ['STRIPE_API_URL: stands in for Stripe'],
  },
  {
    name: 'a stand-in for Stripe at no address',
    set: { ...STRIPE_TEST, STRIPE_API_URL: CANARY },
    refused: ['STRIPE_API_URL: is not a web address'],
  },
  {
    name: 'real cards without anybody who sells',
    set: { ...PRODUCTION, ...STRIPE_KEYS },
    refused: ['SELLER_NAME: is missing', 'SELLER_ADDRESS: is missing', 'SELLER_TAX_ID: is missing'],
  },
  {
    name: 'half a seller',
    set: { SELLER_NAME: CANARY, SELLER_TAX_ID: CANARY },
    refused: ['SELLER_ADDRESS: is missing, and an invoice names its seller'],
  },
  {
    name: 'a seller that was not filled in, and one of several lines',
    set: { ...SELLER, SELLER_NAME: '[name]', SELLER_ADDRESS: `${CANARY}\nSevilla` },
    refused: [`SELLER_NAME: ${UNFILLED}`, 'SELLER_ADDRESS: is more than one line'],
  },
  {
    name: 'a sender without an address',
    set: { ...MAIL, MAIL_FROM: `Alcázar ${CANARY}` },
    refused: ['MAIL_FROM: is not an e-mail address'],
  },
  {
    name: 'a sender who would bring headers of their own',
    set: { ...MAIL, MAIL_FROM: `Alcázar\r\nBcc: ${CANARY} <no-reply@example.com>` },
    refused: ['MAIL_FROM: has a name with quotes, brackets or control characters'],
  },
  {
    name: 'a seed password nobody can use',
    set: { SEED_PASSWORD: `${CANARY}!` },
    refused: ['SEED_PASSWORD: has fewer than 8 or more than 72 bytes'],
  },
  {
    name: 'a mailbox on the network',
    set: { MAILBOX_URL: `http://${CANARY}.example.com` },
    refused: ['MAILBOX_URL: must be on this machine'],
  },
  {
    name: 'a project id that is a URL',
    set: { SUPABASE_PROJECT_ID: `https://${CANARY}.supabase.co` },
    refused: ['SUPABASE_PROJECT_ID: is not a project id', 'SUPABASE_PROJECT_ID: belongs to another'],
  },
  {
    name: 'an authority that is no file',
    set: { DATABASE_CA: `/nowhere/${CANARY}.crt` },
    refused: ['DATABASE_CA: is neither a readable file nor the text of a certificate'],
  },
  {
    name: 'an authority of nonsense',
    files: { 'ca.crt': `-----BEGIN CERTIFICATE-----\n${CANARY}\n-----END CERTIFICATE-----` },
    set: { DATABASE_CA: 'ca.crt' },
    refused: ['DATABASE_CA: has the frame of a certificate'],
  },

  // Several at once, and which source wins
  {
    name: 'six mistakes in one answer',
    set: {
      PUBLIC_SUPABASE_URL: 'x',
      PUBLIC_SUPABASE_ANON_KEY: `sb_secret_${CANARY}`,
      DATABASE_URL: direct(),
      DIRECT_URL: '',
      PORT: 'x',
    },
    refused: [
      'PUBLIC_SUPABASE_URL: is not',
      'PUBLIC_SUPABASE_ANON_KEY: is a secret',
      'DATABASE_URL: must name port 6543',
      'DATABASE_URL: must carry',
      'DIRECT_URL: is missing',
      'PORT: is not',
    ],
  },
  { name: 'a .env file', bare: true, files: { '.env': LOCAL_FILE }, starts: 'development 6543 5432' },
  {
    name: 'a $ in a .env file, taken as it stands',
    bare: true,
    files: { '.env': `${LOCAL_FILE}\nSEED_PASSWORD=$${CANARY}$PATH` },
    starts: 'development 6543 5432 3000 - 12',
  },
  {
    name: 'the process over the .env file',
    bare: true,
    files: { '.env': `${LOCAL_FILE}\nPORT=4000` },
    set: { PORT: '5000' },
    starts: 'development 6543 5432 5000',
  },
  {
    name: 'an empty process variable over the .env file',
    bare: true,
    files: { '.env': `${LOCAL_FILE}\nPORT=4000` },
    set: { PORT: '' },
    starts: 'development 6543 5432 4000',
  },
  {
    name: 'a stack that moved its ports',
    bare: true,
    files: { '.env': LOCAL_FILE, '.local/stack.env': STACK_FILE },
    starts: 'development 60002 60003 3000 - 0 60004 60005',
  },
  {
    name: 'a stack in another data folder',
    bare: true,
    files: { '.env': `${LOCAL_FILE}\nLOCAL_DATA_DIR=data/b`, 'data/b/stack.env': STACK_FILE },
    starts: 'development 60002 60003',
  },
  {
    name: 'the process over a moved stack',
    bare: true,
    files: { '.env': LOCAL_FILE, '.local/stack.env': STACK_FILE },
    set: { DIRECT_URL: LOCAL.DIRECT_URL },
    starts: 'development 60002 5432',
  },
  {
    name: 'a mail server that was named, beside a moved stack',
    bare: true,
    files: { '.env': `${LOCAL_FILE}\nSMTP_URL=smtp://localhost:2525`, '.local/stack.env': STACK_FILE },
    starts: 'development 60002 60003 3000 - 0 60004 2525',
  },
  {
    name: 'a stack beside a hosted project',
    bare: true,
    files: { '.env': hostedFile(), '.local/stack.env': STACK_FILE },
    starts: 'development 6543 5432 3000 - 0 60004 -',
  },
  {
    name: 'a stack in local production',
    bare: true,
    files: { '.env': LOCAL_FILE, '.local/stack.env': STACK_FILE },
    set: { NODE_ENV: 'production', ORIGIN: 'http://localhost:3000' },
    starts: 'production 60002 60003',
  },
  {
    name: 'a stack file that names another host',
    bare: true,
    files: {
      '.env': LOCAL_FILE,
      '.local/stack.env': `DATABASE_URL=postgres://a:b@${CANARY}.example.com:1/postgres`,
    },
    starts: 'development 6543 5432',
  },
  {
    name: 'a .env that is a folder',
    bare: true,
    set: LOCAL,
    files: { '.env/x': '' },
    refused: ['.env: is there but cannot be read'],
  },
];

function pooler({
  scheme = 'postgres',
  user = `alcazar_app.${REF}`,
  password = PASSWORD,
  port = '6543',
  database = 'postgres',
  query = `pgbouncer=true&${TLS}`,
} = {}) {
  return `${scheme}://${user}:${password}@${POOLER}:${port}/${database}?${query}`;
}

function direct(query = TLS): string {
  return `postgres://postgres.${REF}:${PASSWORD}@${POOLER}:5432/postgres?${query}`;
}

function local(address: string, query = '?pgbouncer=true'): string {
  return `postgres://alcazar_app:alcazar_app@${address}/postgres${query}`;
}

function hostedFile(): string {
  return Object.entries(HOSTED)
    .map(([name, value]) => `${name}="${value}"`)
    .join('\n');
}

/** An unsigned token in the form of the legacy keys. */
function token(claims: Record<string, string>): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${CANARY}signature`;
}
