import { startAuthFront } from '../../src/lib/testing/auth-front';
import { countingProxy } from '../../src/lib/testing/counting-proxy';
import { jwtSecret } from '../../supabase/local/auth/keys';
import { startAnotherServer } from './another-server';

export interface CountedServer {
  origin: string;
  /** What was asked of the database and of the auth server since the last `reset`. */
  statements: string[];
  authCalls: string[];
  reset(): void;
  stop(): Promise<void>;
}

/** The same build, which verifies tokens by itself, with somebody who counts before the database and the auth server. */
export async function startCountedServer(name: string): Promise<CountedServer> {
  const database = await countingProxy(process.env.DATABASE_URL ?? '');
  const realAuth = process.env.PUBLIC_SUPABASE_URL;
  const auth = startAuthFront();
  process.env.PUBLIC_SUPABASE_URL = realAuth;
  const server = await startAnotherServer(name, {
    DATABASE_URL: database.url,
    PUBLIC_SUPABASE_URL: auth.url,
    SUPABASE_JWT_SECRET: jwtSecret(process.env.LOCAL_DATA_DIR ?? ''),
  });
  return {
    origin: server.origin,
    statements: database.statements,
    authCalls: auth.asked,
    reset() {
      database.statements.length = 0;
      auth.asked.length = 0;
    },
    async stop() {
      await server.stop();
      await Promise.all([database.close(), auth.stop()]);
    },
  };
}
