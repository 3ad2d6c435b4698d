import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AppError } from '~/lib/errors';
import { type Migration, REVIEW_MARK, readMigrations } from './migration-files';
import { revertStatements } from './revert';
import { runDrizzleKit } from './run-script';
import { firstLine } from './sql-text';

export interface WrittenRevert {
  path: string;
  statements: number;
  toReview: number;
  /** True when the next `db:generate` will compare with the schema as it was before the reverted migration. */
  snapshotRestored: boolean;
}

const BREAKPOINT = '\n--> statement-breakpoint\n';

/**
 * Writes the migration that undoes `name` (a file name without `.sql`, or its number) as the newest of the folder, for review.
 * Runs nothing. Throws `AppError('not_found')` for a name that is none. Guide 6.3.
 */
export async function writeRevert(folder: string, name: string): Promise<WrittenRevert> {
  const migrations = readMigrations(folder);
  const index = migrations.findIndex(({ tag }) => tag === name || tag.split('_')[0] === name);
  const reverted = migrations[index];
  if (!reverted)
    throw new AppError(
      'not_found',
      `There is no migration ${name} in ${folder}. There are: ${migrations.map(({ tag }) => tag).join(', ')}.`,
    );

  const steps = revertStatements(reverted.statements.join(';\n'));
  const written = await addEmptyMigration(folder, `revert_${reverted.tag}`);
  const path = join(folder, `${written.tag}.sql`);
  const pieces = steps.map((step) =>
    'inverse' in step ? `${step.inverse};` : `${REVIEW_MARK} cannot be derived: ${firstLine(step.unknown)}`,
  );
  writeFileSync(path, `${heading(reverted)}${pieces.join(BREAKPOINT)}\n`);
  return {
    path,
    statements: steps.filter((step) => 'inverse' in step).length,
    toReview: steps.filter((step) => 'unknown' in step).length,
    snapshotRestored:
      index === migrations.length - 1 && restoreSnapshot(folder, migrations[index - 1], written),
  };
}

function heading({ tag }: Migration): string {
  return `-- Reverts ${tag}. Read every line before db:migrate: what a dropped table or column holds is lost.\n`;
}

async function addEmptyMigration(folder: string, name: string): Promise<Migration> {
  // drizzle-kit reads its folder only by a path relative to where it runs.
  const flags = [
    '--dialect',
    'postgresql',
    '--schema',
    './src/lib/db/schema.ts',
    '--out',
    relative('.', folder),
  ];
  const code = await runDrizzleKit(['generate', '--custom', '--name', name, ...flags]);
  const written = readMigrations(folder).at(-1);
  if (code !== 0 || !written?.tag.endsWith(name))
    throw new AppError('conflict', `drizzle-kit could not add a migration (exit code ${code}).`);
  return written;
}

/** drizzle-kit copies the newest snapshot; after a revert the true one is that of the migration before the reverted one. */
function restoreSnapshot(folder: string, before: Migration | undefined, written: Migration): boolean {
  if (!before) return false;
  const pathOf = ({ tag }: Migration) => join(folder, 'meta', `${tag.split('_')[0]}_snapshot.json`);
  const { id, prevId } = JSON.parse(readFileSync(pathOf(written), 'utf8'));
  const snapshot = JSON.parse(readFileSync(pathOf(before), 'utf8'));
  writeFileSync(pathOf(written), JSON.stringify({ ...snapshot, id, prevId }, null, 2));
  return true;
}
