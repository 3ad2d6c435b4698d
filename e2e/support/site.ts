import { dirname } from 'node:path';
import { startGitHub } from '../../src/lib/testing/github';
import { appVariables } from '../../src/scripts/lib/app';
import { reservePort } from '../../src/scripts/lib/app-port';
import { buildIfChanged, startBuilt } from '../../src/scripts/lib/built-app';
import { runBun } from '../../src/scripts/lib/bun-child';
import { startFleet } from '../../src/scripts/lib/fleet/fleet';
import { requireProductionParts } from '../../src/scripts/lib/fleet/requirements';
import { variablesOf } from '../../src/scripts/lib/supabase';
import { createUndo } from '../../src/scripts/lib/undo';
import { startStack } from '../../supabase/local/stack';
import { IS_REAL, VARIANT } from '../../supabase/local/test-variant';

export const SEED_PASSWORD = 'correct-horse-battery-7';

/** All tests come from one address, as many people may. What an account may do is as in production. */
const ONE_ADDRESS = { LIMIT_ADDRESS_FACTOR: '1000' };

export interface Site {
  /** What the app and the scripts read: ORIGIN is its address, MAILBOX_URL the mailbox. */
  variables: Record<string, string | undefined>;
  /** The process of the local Supabase, for the tests that end it. */
  stackPid: number;
  stop(): Promise<void>;
}

/**
 * Builds what has changed and starts the server in production mode on a throw-away Supabase: migrated, seeded, on free
 * ports, without a limit on mails. Its log is in `logFile`. With STACK=real it is the shape of production instead: two
 * instances behind a front, whose logs are beside that file. Throws what went wrong, with nothing left running.
 */
export async function startSite(logFile: string): Promise<Site> {
  if (IS_REAL) requireProductionParts();
  await buildIfChanged();
  const undo = createUndo();
  try {
    const reserved = await reservePort(0, '127.0.0.1');
    undo.add(reserved.release);
    const place = appVariables({ HOST: '127.0.0.1', ORIGIN: undefined }, reserved.port);
    const github = startGitHub();
    undo.add(github.stop);
    const stack = await startStack({
      ephemeral: true,
      siteUrl: place.ORIGIN,
      mailEverySeconds: 0,
      github,
      ...VARIANT,
    });
    undo.add(stack.stop);
    const variables = {
      ...variablesOf(stack),
      ...place,
      ...ONE_ADDRESS,
      AUTH_PROVIDERS: 'github',
      HEALTH_TOKEN: 'only-the-tests-of-this-site-know-it',
      SEED_PASSWORD,
      LOCAL_DATA_DIR: stack.dataDir,
    };
    await runBun(['src/scripts/migrate.ts'], variables);
    await runBun(['src/scripts/seed.ts'], variables);
    await reserved.release();
    const servers = IS_REAL
      ? await startFleet(variables, { count: 2, port: reserved.port, folder: dirname(logFile) })
      : await startBuilt(variables, logFile);
    undo.add(servers.stop);
    return { variables, stackPid: stack.pid, stop: undo.run };
  } catch (error) {
    await undo.run();
    throw error;
  }
}
