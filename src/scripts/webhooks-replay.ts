import { drizzle } from 'drizzle-orm/postgres-js';
import type { Replayed, ReplayedEvent } from '~/features/payments/replay.service';
import { EXIT, main, UsageError } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run webhooks:replay --id <event> | --all-failed [--dry-run]

Handles stored webhooks again, from their bodies as they came, through DATABASE_URL. What one says is known or becomes known:
replaying one that was handled before moves no money.

  --id <event>  this one, by our id or by the provider's (evt_…)
  --all-failed  all that did not come to an end: given up, waiting for a payment nobody here knows, of an unknown type, or left
  --dry-run     only says which these are
  -h, --help    this text

Exit codes: 0 done · 1 one of them failed again, or nothing was done · 2 wrong arguments
`;

const options = {
  id: { type: 'string' },
  'all-failed': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
} as const;

await main({ help: HELP, options }, async ({ values }) => {
  const which = readWhich(values.id, values['all-failed']);
  const { ENV } = await import('~/lib/env.server');
  const { listReplayed, replay } = await import('~/features/payments/replay.service');
  const schema = await import('~/lib/db/schema');
  const { setLogLevel } = await import('~/lib/log.server');
  // The lines in the server's log are of webhooks that come, and a person reads this terminal.
  setLogLevel('silent');
  return withSession(ENV, ENV.DATABASE_URL, async (sql) => {
    const verb = values['dry-run'] ? listReplayed : replay;
    const events = await verb(which, new Date(), drizzle(sql, { schema }));
    console.log(
      `${events.length} at ${addressOf(ENV.DATABASE_URL)}${values['dry-run'] ? ', left as they are' : ''}`,
    );
    for (const event of events) console.log(line(event));
    const isLeft = events.some(({ status }) => status === 'failed' || status === 'received');
    return isLeft && !values['dry-run'] ? EXIT.failed : EXIT.done;
  });
});

function readWhich(id: string | undefined, allFailed: boolean): Replayed {
  if (id !== undefined && !allFailed) return { id };
  if (id === undefined && allFailed) return { allFailed };
  throw new UsageError('Say either --id <event> or --all-failed. --help shows what there is.');
}

/** Types and errors are another machine's text: nothing in them may move a cursor. */
function line({ id, provider, eventId, type, status, lastError }: ReplayedEvent): string {
  const text = `  ${status}  ${provider} ${eventId} (${id})  ${type}${lastError ? `: ${lastError}` : ''}`;
  return text.replace(/[\p{C}\s]+/gu, ' ').replace(' ', '  ');
}
