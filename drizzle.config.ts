import { defineConfig } from 'drizzle-kit';
import { tlsOptions } from './src/lib/db/connection';
import { ENV } from './src/lib/env.server';

const { hostname, port, username, password, pathname } = new URL(ENV.DIRECT_URL);

/** For `drizzle-kit generate`, `push` and `studio`. Applying migrations is `src/scripts/migrate.ts`. Guide 6.1. */
export default defineConfig({
  schema: './src/lib/db/schema.ts',
  out: './src/lib/db/migrations',
  dialect: 'postgresql',
  // In parts, because drivers read `sslmode` each in its own way.
  dbCredentials: {
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
    ssl: tlsOptions(ENV, ENV.DIRECT_URL),
  },
  verbose: true,
  strict: true,
});
