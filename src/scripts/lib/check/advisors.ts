import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const LINTER = 'node_modules/@postgres-language-server/cli/bin/postgres-language-server';
const OPTIONS = ['--diagnostic-level=warn', '--max-diagnostics=none', '--reporter=json', '--colors=off'];

interface Report {
  diagnostics: { severity: string; category: string; message: string }[];
}

/**
 * What Supabase's database advisors have against a database, errors and warnings, a sentence each. They look into the schemas
 * that the Data API shows, which a database of our own does not know: it is told for this one connection. Throws what the
 * linter said when it did not get that far.
 */
export async function adviceOn(databaseUrl: string): Promise<string[]> {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c pgrst.db_schemas=public');
  // By the environment: everybody on this machine may read an argument. A blank as %20, as its driver reads it.
  const env = { ...process.env, DATABASE_URL: url.href.replaceAll('+', '%20') };
  const child = spawn(process.execPath, [LINTER, 'dblint', ...OPTIONS], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  try {
    const { diagnostics }: Report = JSON.parse(said);
    return diagnostics.map(({ severity, category, message }) => `${severity} ${category}: ${message}`);
  } catch (cause) {
    throw new Error(`The advisors have not looked: ${complaint || said}`, { cause });
  }
}
