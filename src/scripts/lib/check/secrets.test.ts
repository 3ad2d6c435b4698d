import { describe, expect, test } from 'vitest';
import { namesFor, namesIn, secretsIn } from './secrets';

/** In two pieces each, or the check would find them here. */
const SECRETS = {
  'a private key': [
    '-----BEGIN RSA PRIVATE',
    ` KEY-----\n${'MIIEpAIBAAKCAQEA7'.repeat(8)}\n-----END RSA PRIVATE KEY-----`,
  ],
  'a token of GitHub': ['gh', `p_${'aB3dE6gH9'.repeat(4)}`],
  'a database with its password': ['postgres://', 'app:Zt9-kL2x_Qw8@db.alcazar.dev:5432/app'],
  'a JSON web token': [
    'eyJhbGciOiJIUzI1NiJ9.',
    'eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2lnbmF0dXJlLW9mLWEtdG9rZW4',
  ],
  'a secret key of Supabase': ['sb_', 'secret_aBcDeFgHiJkLmNoPqRs'],
  'a key of Stripe': ['sk_', 'live_aBcDeFgHiJkLmNoPqRs'],
  'a secret of Stripe webhooks': ['wh', 'sec_aBcDeFgHiJkLmNoPqRs'],
  'the login of a mail server': ['smtps://', 'app:Zt9-kL2x_Qw8@mail.alcazar.dev'],
};

describe('a secret', () => {
  test.each(Object.entries(SECRETS))('is found with its line, and not repeated: %s', async (_, pieces) => {
    const secret = pieces.join('');
    const [found, ...more] = await secretsIn('a.ts', `const a = 1;\nconst b = '${secret}';`);
    expect(found).toMatch(/^a\.ts:2 /);
    expect([found, ...more].join()).not.toContain(secret);
  });

  test('is none when it is written down why, and every other one of the file still is', async () => {
    const made = SECRETS['a database with its password'].join('');
    const known = [{ pattern: '@db\\.alcazar\\.dev', because: 'nobody is there' }];
    const other = SECRETS['a key of Stripe'].join('');
    expect(await secretsIn('a.ts', `${made}\n${other}`, known)).toEqual(['a.ts:2 a key of Stripe']);
  });
});

test('a browser’s file names no variable of the server', () => {
  const names = namesFor('PUBLIC_SUPABASE_URL=x\n# STRIPE_SECRET_KEY=\nDATABASE_URL=y\nPORT=1\n');
  expect(names).toEqual(['STRIPE_SECRET_KEY', 'DATABASE_URL']);
  expect(namesIn('dist/a.js', 'read(env.DATABASE_URL)', names)).toEqual(['dist/a.js names DATABASE_URL']);
});
