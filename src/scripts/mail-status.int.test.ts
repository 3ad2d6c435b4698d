import { expect, test } from 'vitest';
import { runScript, scratchDatabase } from './lib/testing';

const OUTBOX = `
create table mail_outbox (
  id uuid primary key default gen_random_uuid(), user_id uuid, recipient text not null, subject text, text text, html text,
  attempts int not null default 0, next_attempt_at timestamptz not null default now(), failed_at timestamptz,
  last_error text, created_at timestamptz not null default now(), updated_at timestamptz not null default now());
grant select, update on mail_outbox to alcazar_app`;

async function outboxWith(rows: string) {
  const { sql, variables } = await scratchDatabase();
  await sql.unsafe(OUTBOX);
  if (rows)
    await sql.unsafe(
      `insert into mail_outbox (recipient, subject, attempts, failed_at, last_error, created_at) values ${rows}`,
    );
  const status = (args: string[] = [], more = {}) =>
    runScript('mail-status', args, { ...variables, ...more });
  return { sql, status };
}

const WAITS = `('canary@example.test', 'canary', 0, null, null, '2026-03-04T10:00Z')`;
const TRIED = `('canary@example.test', 'canary', 2, null, 'away', '2026-03-04T11:00Z')`;
const GIVEN_UP = `('canary@example.test', 'canary', 1, '2026-03-04T12:00Z', E'550 no such\\r\\n\\x1b[2Jmailbox', '2026-03-04T12:00Z')`;

test('an empty outbox is said in three lines', async () => {
  const { status } = await outboxWith('');
  const { code, stdout } = await status();
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Mail goes to 127\.0\.0\.1:\d+, from no-reply@alcazar\.example\.\nNothing waits\.\nNothing was given up\.\n$/,
  );
});

test('what waits is counted, what was given up is listed with its reason, and nothing of any mail is shown', async () => {
  const { status } = await outboxWith([WAITS, TRIED, GIVEN_UP].join());
  const { code, stdout } = await status();
  expect(code).toBe(3);
  expect(stdout).toContain('2 wait, 1 of them tried in vain; the oldest since 2026-03-04T10:00:00.000Z.\n');
  expect(stdout).toMatch(
    / {2}[\da-f-]{36} {2}2026-03-04T12:00:00\.000Z {2}tried 1× {2}550 no such \[2Jmailbox\n$/,
  );
  expect(stdout).not.toContain('canary');
});

test('--retry gives what was given up another day', async () => {
  const { sql, status } = await outboxWith([WAITS, GIVEN_UP].join());
  const { code, stdout } = await status(['--retry']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^1 to try again\.\n/);
  const rows = await sql`select attempts, failed_at from mail_outbox where next_attempt_at <= now()`;
  expect([...rows]).toEqual(Array(2).fill({ attempts: 0, failed_at: null }));
});
