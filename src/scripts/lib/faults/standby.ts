import type { Sql } from 'postgres';

/** From the next transaction on nobody writes, as on a standby to which everybody was sent. Answers how it ends. */
export async function refuseWrites(owner: Sql): Promise<() => Promise<void>> {
  await owner`alter system set default_transaction_read_only = on`;
  await owner`select pg_reload_conf()`;
  return async () => {
    await owner`alter system reset default_transaction_read_only`;
    await owner`select pg_reload_conf()`;
  };
}
