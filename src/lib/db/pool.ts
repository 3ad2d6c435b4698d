import postgres, { type Sql } from 'postgres';
import { ENV, isProd } from '~/lib/env.server';
import { driverUrl, tlsOptions } from './connection';

/**
 * A connection on which a question was asked and nothing has come for so long is given up, in seconds: the other end is gone,
 * or waits behind others in the pooler. With the three seconds for a connection a page still answers within five.
 */
const ANSWER_SECONDS = 4;

/** Opens a pool on the transaction pooler with the figures of guide 2. The app has one, `conn` in `client.ts`; tests open their own. */
export function openPool(
  url: string = ENV.DATABASE_URL,
  max = isProd ? 20 : 5,
  answerSeconds: number | null = ANSWER_SECONDS,
): Sql {
  const options = {
    prepare: false, // a prepared statement lives on one server connection, the pooler hands out another each time
    max,
    idle_timeout: 20,
    connect_timeout: 10,
    max_lifetime: 60 * 30,
    answer_timeout: answerSeconds, // ours, of the patch
    max_pipeline: 0, // no statement queues behind a slow one of somebody else (missing in the driver's types)
    backoff: (attempt: number) => Math.min(0.01 * 2 ** attempt, 0.5) * (0.5 + Math.random() / 2), // seconds
    fetch_types: false, // one query less that can meet a dying connection; Drizzle reads arrays by itself
    onnotice() {},
    connection: { application_name: 'alcazar' },
    ssl: tlsOptions(ENV, url),
  };
  return postgres(driverUrl(url), options);
}
