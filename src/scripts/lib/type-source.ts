import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { generateTypescript, sortGeneratorMetadata } from '@supabase/postgrest-typegen/generation';
import { introspect } from '@supabase/postgrest-typegen/introspection';
import type { Sql } from 'postgres';
import { AppError } from '~/lib/errors';

/** The CLI that answers for hosted projects; fetched when it is asked for, because it is a large download. */
const SUPABASE_CLI = 'supabase@3.1.0';

/** The `Database` type of the schema public of the database behind `sql`, in the form of the Supabase CLI, without Docker. */
export async function typesOfDatabase(sql: Sql): Promise<string> {
  const metadata = await introspect(
    { query: async (text) => ({ rows: await sql.unsafe(text) }) },
    { includedSchemas: ['public'] },
  );
  return generateTypescript(sortGeneratorMetadata(metadata), {
    detectOneToOneRelationships: true,
    postgrestVersion: '12',
  });
}

/** The same from a hosted project, through the Supabase CLI. It needs SUPABASE_ACCESS_TOKEN or an earlier `supabase login`. */
export async function typesOfProject(projectId: string): Promise<string> {
  const args = [
    'x',
    SUPABASE_CLI,
    'gen',
    'types',
    '--lang=typescript',
    '--schema=public',
    `--remote=${projectId}`,
  ];
  try {
    return (await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new AppError('unavailable', `The Supabase CLI could not make the types:\n${said}`, {
      cause: error,
    });
  }
}
