import { startStack } from '../../../../supabase/local/stack';
import { runBun } from '../bun-child';
import { variablesOf } from '../supabase';

/** Writes the types of the schema as the migrations make it, from a throw-away database. */
export async function writeDatabaseTypes(): Promise<void> {
  const stack = await startStack({ ephemeral: true });
  try {
    const variables = variablesOf(stack);
    await runBun(['src/scripts/migrate.ts'], variables);
    await runBun(['src/scripts/types.ts'], variables);
  } finally {
    await stack.stop();
  }
}
