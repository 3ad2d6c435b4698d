import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from './config';
import { readSettings } from './settings';

test('an empty environment means the usual ports and folder', () => {
  expect(readSettings({}, false)).toEqual({
    dataDir: join(PROJECT_ROOT, '.local'),
    ephemeral: false,
    keepsUp: false,
    ports: { pooler: 6543, db: 5432, api: 54_321, mail: 54_324, smtp: 54_325 },
    postgres: 'embedded',
    pooler: undefined,
    mailEverySeconds: undefined,
    siteUrl: undefined,
    providers: {},
  });
});

test('an empty variable is one that is not set', () => {
  expect(readSettings({ LOCAL_DB_PORT: '', LOCAL_POOLER: '' }, false).ports.db).toBe(5432);
});

test('the address of the app comes from SITE_URL, else from ORIGIN, without the last slash', () => {
  expect(readSettings({ ORIGIN: 'http://127.0.0.1:3001/' }, false).siteUrl).toBe('http://127.0.0.1:3001');
  const both = { ORIGIN: 'http://127.0.0.1:3001', SITE_URL: 'http://127.0.0.1:3002' };
  expect(readSettings(both, false).siteUrl).toBe('http://127.0.0.1:3002');
});

test('all that is wrong is said at once', () => {
  const wrong = { LOCAL_DB_PORT: 'many', LOCAL_API_PORT: '70000', LOCAL_POOLER: 'none' };
  expect(() => readSettings(wrong, false)).toThrow(/LOCAL_DB_PORT.*LOCAL_API_PORT.*LOCAL_POOLER/);
});

test('another site to sign in with has both of its keys, or is left out', () => {
  const id = { SUPABASE_AUTH_EXTERNAL_GITHUB_CLIENT_ID: 'id', SUPABASE_AUTH_EXTERNAL_GOOGLE_CLIENT_ID: 'id' };
  expect(readSettings(id, false).providers).toEqual({});
  expect(readSettings({ ...id, SUPABASE_AUTH_EXTERNAL_GITHUB_SECRET: 'secret' }, false).providers).toEqual({
    github: { clientId: 'id', secret: 'secret', url: undefined },
  });
});

test('production is refused', () => {
  expect(() => readSettings({ NODE_ENV: 'production' }, false)).toThrow(
    'does not start with NODE_ENV=production',
  );
});
