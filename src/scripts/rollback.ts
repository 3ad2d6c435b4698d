import { EXIT, main } from './lib/command';
import { MIGRATIONS_FOLDER } from './lib/migration-files';
import { writeRevert } from './lib/revert-file';

const HELP = `
bun run db:rollback <migration> [options]

Writes the migration that undoes <migration> (its name or number) as the newest one, for review. It runs nothing: there is no
way back in a database with data, only a way forward. What cannot be derived with certainty becomes a line "-- review: …",
and db:migrate refuses the file until somebody has replaced it.

  --folder <path>  another folder than ${MIGRATIONS_FOLDER}
  -h, --help       this text

Exit codes: 0 written · 1 refused or failed · 2 wrong arguments
`;

const options = { folder: { type: 'string', default: MIGRATIONS_FOLDER } } as const;

const ADVICE = {
  newest:
    'Next: take the change out of the schema files as well, until `bun run db:generate` finds no difference; then `bun run db:migrate`.',
  older:
    'Next: take the change out of the schema files as well. Newer migrations follow the reverted one, so `bun run db:generate` will write\n' +
    'the same changes again: keep its snapshot and empty its SQL. Then `bun run db:migrate`.',
};

await main({ help: HELP, options, positionals: 1 }, async ({ values, positionals: [name] }) => {
  if (!name) {
    console.error('Which migration? Give its name or its number; --help shows more.');
    return EXIT.usage;
  }
  const { path, statements, toReview, snapshotRestored } = await writeRevert(values.folder, name);
  console.log(`Wrote ${path}: ${statements} derived, ${toReview} to review. Nothing was run.`);
  console.log(snapshotRestored ? ADVICE.newest : ADVICE.older);
  return EXIT.done;
});
