import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readDatabaseUrl } from '~/lib/env/database';
import { AppError } from '~/lib/errors';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';
import { typesOfDatabase, typesOfProject } from './lib/type-source';

const HELP = `
bun run types:supabase [options]

Writes the type \`Database\` of the schema public, for Supabase JS. Without options it reads the database of DIRECT_URL.

  --db-url <url>     any Postgres database; no Docker, no account
  --project-id <id>  a hosted project, through the Supabase CLI (wants SUPABASE_ACCESS_TOKEN)
  --hosted           the hosted project of SUPABASE_PROJECT_ID
  --out <path>       another file than src/lib/types/supabase.ts
  -h, --help         this text

Exit codes: 0 written · 1 refused or failed, and the file is as it was · 2 wrong arguments
`;

const options = {
  'db-url': { type: 'string' },
  'project-id': { type: 'string' },
  hosted: { type: 'boolean', default: false },
  out: { type: 'string', default: 'src/lib/types/supabase.ts' },
} as const;

await main({ help: HELP, options }, async ({ values }) => {
  const sources = [values['db-url'], values['project-id'], values.hosted || undefined];
  if (sources.filter((source) => source !== undefined).length > 1) {
    console.error('One source at a time: --db-url, --project-id or --hosted.');
    return EXIT.usage;
  }
  const { types, source } = await read(values);
  if (!types.includes('export type Database')) throw new AppError('unavailable', `${source} gave no types.`);
  replaceFile(values.out, types);
  console.log(`Wrote ${values.out}: ${types.split('\n').length} lines, schema public of ${source}.`);
  return EXIT.done;
});

interface Source {
  'db-url'?: string;
  'project-id'?: string;
  hosted: boolean;
}

async function read(wanted: Source): Promise<{ types: string; source: string }> {
  const projectId = wanted.hosted ? await configuredProject() : wanted['project-id'];
  if (projectId !== undefined)
    return { types: await typesOfProject(projectId), source: `project ${projectId}` };

  const { ENV } = await import('~/lib/env.server');
  const url = wanted['db-url'] === undefined ? ENV.DIRECT_URL : checked(wanted['db-url']);
  const types = await withSession(ENV, url, typesOfDatabase);
  return { types, source: addressOf(url) };
}

async function configuredProject(): Promise<string> {
  const { ENV } = await import('~/lib/env.server');
  if (ENV.SUPABASE_PROJECT_ID) return ENV.SUPABASE_PROJECT_ID;
  throw new AppError(
    'invalid',
    '--hosted wants SUPABASE_PROJECT_ID. Dashboard: Project Settings > General > Project ID.',
  );
}

function checked(url: string): string {
  const result = readDatabaseUrl(url);
  if ('url' in result) return url;
  throw new AppError('invalid', `--db-url ${result.wrong}.`);
}

/** In one step, so that nobody ever reads half a file. */
function replaceFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}.new`;
  writeFileSync(next, content);
  renameSync(next, path);
}
