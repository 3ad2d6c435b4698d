import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtSecret } from '../../../supabase/local/auth/keys';
import { type Stack, startStack } from '../../../supabase/local/stack';
import { VARIANT } from '../../../supabase/local/test-variant';
import { startGitHub } from './github';

/** All tests come from one address, as many people may: `docs/guide/19-limits.md`. */
const ONE_ADDRESS = { LIMIT_ADDRESS_FACTOR: '1000' };

/** One throw-away stack for all integration tests, on free ports, migrated by the real script; the workers inherit its addresses. */
export default async function startTestStack(): Promise<() => Promise<void>> {
  const github = startGitHub();
  const stack = await startStack({
    github,
    ephemeral: true,
    mailEverySeconds: 0,
    ...VARIANT,
  });
  const emptyFolder = mkdtempSync(join(tmpdir(), 'alcazar-test-'));
  // A stack.env or logs/ of the developer's own copy is none of the tests' business.
  Object.assign(process.env, addressesOf(stack), {
    AUTH_PROVIDERS: 'github',
    LOCAL_DATA_DIR: emptyFolder,
    LOG_LEVEL: 'silent',
    ...ONE_ADDRESS,
  });
  execFileSync(process.execPath, ['src/scripts/migrate.ts', '--logs', emptyFolder], { stdio: 'pipe' });
  return async () => {
    // Whatever all the tests have posted, at once and in spite of everything, has to add up in the end.
    const verdict = spawnSync(process.execPath, ['src/scripts/ledger-verify.ts'], { encoding: 'utf8' });
    await stack.stop();
    await github.stop();
    rmSync(emptyFolder, { recursive: true, force: true });
    if (verdict.status === 0) return;
    // Vitest prints what is thrown here, and leaves its exit code as it was.
    process.exitCode = 1;
    throw new Error(`After the tests:\n${verdict.stdout}${verdict.stderr}`);
  };
}

function addressesOf(stack: Stack): Record<string, string> {
  return {
    PUBLIC_SUPABASE_URL: stack.apiUrl,
    PUBLIC_SUPABASE_ANON_KEY: stack.publishableKey,
    DATABASE_URL: stack.databaseUrl,
    DIRECT_URL: stack.directUrl,
    MAILBOX_URL: stack.mailUrl,
    SMTP_URL: stack.smtpUrl,
    // Under a name of its own: by default the auth server is asked, and a test that verifies tokens itself says so.
    TEST_JWT_SECRET: jwtSecret(stack.dataDir),
  };
}
