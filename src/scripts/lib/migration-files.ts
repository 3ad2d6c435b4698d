import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { z } from 'zod';
import { AppError } from '~/lib/errors';
import { controlsTransaction, splitStatements } from './sql-text';

export const MIGRATIONS_FOLDER = 'src/lib/db/migrations';

/** The mark `db:rollback` leaves where a person has to decide. A migration that carries it is not applied. */
export const REVIEW_MARK = '-- review:';

export interface Migration {
  /** The file's name without `.sql`. */
  tag: string;
  /** The journal's time in milliseconds: the key under which Drizzle remembers it. */
  when: number;
  /** SHA-256 of the file, as Drizzle stores it. */
  hash: string;
  /** What is sent, in order. Pieces of nothing but comments are left out. */
  statements: string[];
  needsReview: boolean;
}

const Journal = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) });

/**
 * Reads the journal and the files it names, in order. Throws `AppError('invalid')` for what Drizzle would pass over in silence:
 * a file outside of the journal, a journal whose times do not rise, a migration that ends its own transaction.
 */
export function readMigrations(folder: string): Migration[] {
  const migrations = readFolder(folder);
  const known = new Set(migrations.map(({ tag }) => `${tag}.sql`));
  const problems = [
    ...readdirSync(folder)
      .filter((file) => file.endsWith('.sql') && !known.has(file))
      .map((file) => `${file} is not in meta/_journal.json, so it would never run`),
    ...migrations.flatMap((migration, index) => problemsOf(migration, migrations[index - 1])),
  ];
  if (problems.length === 0) return migrations;
  throw new AppError(
    'invalid',
    [`The migrations in ${folder} are not in order:`, ...problems.map(indent)].join('\n'),
  );
}

function readFolder(folder: string): Migration[] {
  try {
    const { entries } = Journal.parse(JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')));
    return readMigrationFiles({ migrationsFolder: folder }).map(({ sql, hash, folderMillis }, index) => ({
      tag: entries[index]?.tag ?? '',
      when: folderMillis,
      hash,
      statements: sql.filter((piece) => splitStatements(piece).length > 0),
      needsReview: sql.some((piece) =>
        piece.split('\n').some((line) => line.trimStart().startsWith(REVIEW_MARK)),
      ),
    }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid', `The migrations in ${folder} cannot be read: ${reason}`, { cause: error });
  }
}

function problemsOf({ tag, when, statements }: Migration, previous: Migration | undefined): string[] {
  return [
    ...(previous && previous.when >= when
      ? [`${tag} is not younger than ${previous.tag} in the journal`]
      : []),
    ...(statements.some(controlsTransaction)
      ? [`${tag} begins or ends a transaction; each migration already runs in one of its own`]
      : []),
  ];
}

export function indent(line: string): string {
  return `  ${line}`;
}
