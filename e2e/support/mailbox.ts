import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
const PATIENCE_MS = 10_000;

export interface Mail {
  subject: string;
  text: string;
  html: string;
  /** Every address linked from the HTML, in order. */
  links: string[];
}

/**
 * The newest mail to this address, once there are `count` of them: 1 waits for the first, 2 for the next. Throws when
 * it does not come in time. Reads Mailpit's JSON, so that the Supabase CLI's mailbox serves as well.
 */
export async function waitForMail(to: string, count = 1): Promise<Mail> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const ids = await idsOf(to);
    if (ids.length >= count) return read(ids[0] ?? '');
    await sleep(POLL_MS);
  }
  throw new Error(`No mail number ${count} to ${to} within ${PATIENCE_MS / 1000} s.`);
}

/** The six digits that a mail asks its reader to type. Throws when there are none. */
export function codeIn({ text, subject }: Mail): string {
  const [code] = /^\d{6}$/m.exec(text) ?? [];
  if (!code) throw new Error(`"${subject}" holds no code`);
  return code;
}

/** How many mails this address has received. */
export async function countMails(to: string): Promise<number> {
  return (await idsOf(to)).length;
}

async function idsOf(to: string): Promise<string[]> {
  const { messages }: { messages: { ID: string }[] } = await ask(
    `search?query=${encodeURIComponent(`to:"${to}"`)}`,
  );
  return messages.map(({ ID }) => ID);
}

async function read(id: string): Promise<Mail> {
  const mail: { Subject: string; Text: string; HTML: string } = await ask(`message/${id}`);
  const links = [...mail.HTML.matchAll(/href="([^"]+)"/g)].map(([, link = '']) =>
    link.replaceAll('&amp;', '&'),
  );
  return { subject: mail.Subject, text: mail.Text, html: mail.HTML, links };
}

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`${process.env.MAILBOX_URL}/api/v1/${path}`);
  if (!answer.ok) throw new Error(`The mailbox answered ${answer.status} to ${path}.`);
  return answer.json();
}
