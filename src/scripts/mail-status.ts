import { drizzle } from 'drizzle-orm/postgres-js';
import { readSmtpUrl } from '~/lib/env/mail';
import type { Env } from '~/lib/env.server';
import type { OutboxStatus } from '~/lib/mail/status';
import { EXIT, main } from './lib/command';
import { withSession } from './lib/session';

const HELP = `
bun run mail:status [--retry]

Says where the app's own mail goes, how much of it waits, and what was given up and why. It sends nothing itself: the server
does, within seconds.

  --retry     what was given up is tried again, for another day
  -h, --help  this text

Exit codes: 0 done · 1 failed · 2 wrong arguments · 3 something was given up, or there is no mail server
`;

const NEEDS_A_LOOK = 3;
const options = { retry: { type: 'boolean', default: false } } as const;

await main({ help: HELP, options }, async ({ values }) => {
  const { ENV } = await import('~/lib/env.server');
  const { readOutbox, retryGivenUp } = await import('~/lib/mail/status');
  const schema = await import('~/lib/db/schema');
  return withSession(ENV, ENV.DATABASE_URL, async (sql) => {
    const database = drizzle(sql, { schema });
    if (values.retry) console.log(`${await retryGivenUp(new Date(), database)} to try again.`);
    const status = await readOutbox(database);
    console.log(`${destination(ENV)}\n${waitingLine(status)}\n${givenUpLines(status).join('\n')}`);
    return status.givenUp.length > 0 || !ENV.SMTP_URL ? NEEDS_A_LOOK : EXIT.done;
  });
});

function destination({ SMTP_URL, MAIL_FROM }: Env): string {
  if (!SMTP_URL) return 'SMTP_URL is not set: nothing is sent, and mails wait.';
  const { host, port } = readSmtpUrl(SMTP_URL);
  return `Mail goes to ${host}:${port}, from ${MAIL_FROM.address}.`;
}

function waitingLine({ waiting, tried, oldest }: OutboxStatus): string {
  if (!oldest) return 'Nothing waits.';
  return `${waiting} wait, ${tried} of them tried in vain; the oldest since ${oldest.toISOString()}.`;
}

function givenUpLines({ givenUp }: OutboxStatus): string[] {
  if (givenUp.length === 0) return ['Nothing was given up.'];
  const lines = givenUp.map(
    ({ id, failedAt, attempts, lastError }) =>
      `  ${id}  ${failedAt?.toISOString()}  tried ${attempts}×  ${onOneLine(lastError)}`,
  );
  return ['Given up, and why:', ...lines];
}

/** It is another machine's text: nothing in it may move a cursor. */
function onOneLine(text: string | null): string {
  return (text ?? '').replace(/[\p{C}\s]+/gu, ' ');
}
