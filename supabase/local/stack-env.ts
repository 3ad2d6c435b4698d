import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where everything is: the ready line of the process. */
export interface StackAddresses {
  apiUrl: string;
  /** Through the pooler, as the login of the app. */
  databaseUrl: string;
  /** Straight to the database, as its superuser. */
  directUrl: string;
  mailUrl: string;
  /** The same mailbox, for the app's own mail. */
  smtpUrl: string;
  publishableKey: string;
  secretKey: string;
  dataDir: string;
}

/**
 * Tells the app and the scripts where this stack really listens, in the names of `.env`. Returns the removal:
 * after a clean stop nobody reads addresses where nothing is.
 */
export function writeStackEnv(addresses: StackAddresses): () => void {
  const values = {
    PUBLIC_SUPABASE_URL: addresses.apiUrl,
    PUBLIC_SUPABASE_ANON_KEY: addresses.publishableKey,
    DATABASE_URL: addresses.databaseUrl,
    DIRECT_URL: addresses.directUrl,
    MAILBOX_URL: addresses.mailUrl,
    SMTP_URL: addresses.smtpUrl,
  };
  const lines = Object.entries(values).map(([name, value]) => `${name}="${value}"\n`);
  const file = join(addresses.dataDir, 'stack.env');
  writeFileSync(`${file}.new`, lines.join(''), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return () => rmSync(file, { force: true });
}
