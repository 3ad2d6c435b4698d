import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
const PATIENCE_MS = 10_000;

export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Every address linked from the HTML, in order. */
  links: string[];
}

/**
 * The newest mail to this address that is no notice, once there are `count` of them: 1 waits for the first, 2 for the next.
 * Throws when it does not come in time. Reads Mailpit's JSON, so that the Supabase CLI's mailbox serves as well.
 */
export function waitForMail(to: string, count = 1): Promise<Mail> {
  return waitFor(to, count, (mail) => !noticeLinkIn(mail));
}

/** The same of notices: mails that tell what has happened, with a link to say that it was not them. */
export function waitForNotice(to: string, count = 1): Promise<Mail> {
  return waitFor(to, count, (mail) => Boolean(noticeLinkIn(mail)));
}

/** Where "this wasn't me" leads. */
export function noticeLinkIn({ links }: Mail): string | undefined {
  return links.find((href) => href.includes('/auth/not-me?'));
}

/** How many mails this address has received, notices left out. */
export async function countMails(to: string): Promise<number> {
  const mails = await mailsTo(to);
  return mails.filter((mail) => !noticeLinkIn(mail)).length;
}

async function waitFor(to: string, count: number, isMeant: (mail: Mail) => boolean): Promise<Mail> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const [newest, ...older] = (await mailsTo(to)).filter(isMeant);
    if (newest && older.length + 1 >= count) return newest;
    await sleep(POLL_MS);
  }
  throw new Error(`No mail number ${count} to ${to} within ${PATIENCE_MS / 1000} s.`);
}

/** How many mails, to whomever, have this word in them. */
export async function mailsWith(word: string): Promise<number> {
  const found: { messages: unknown[] } = await ask(`search?query=${encodeURIComponent(word)}`);
  return found.messages.length;
}

/** The six digits that a mail asks its reader to type. Throws when there are none. */
export function codeIn({ text, subject }: Mail): string {
  const [code] = /^\d{6}$/m.exec(text) ?? [];
  if (!code) throw new Error(`"${subject}" holds no code`);
  return code;
}

/** Every mail that is kept, to whomever: the newest few hundred. */
export const everyMail = () => mailsIn('messages?limit=500');

/** All of them, the newest first. */
export const mailsTo = (to: string) => mailsIn(`search?query=${encodeURIComponent(`to:"${to}"`)}`);

async function mailsIn(list: string): Promise<Mail[]> {
  const found: { messages: { ID: string }[] } = await ask(list);
  return Promise.all(found.messages.map(({ ID }) => read(ID)));
}

interface Kept {
  From: { Address: string };
  To: { Address: string }[];
  Subject: string;
  Text: string;
  HTML: string;
}

async function read(id: string): Promise<Mail> {
  const { From, To, Subject, Text, HTML }: Kept = await ask(`message/${id}`);
  const links = [...HTML.matchAll(/href="([^"]+)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  const to = To.map(({ Address }) => Address).join(', ');
  return { from: From.Address, to, subject: Subject, text: Text, html: HTML, links };
}

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`${process.env.MAILBOX_URL}/api/v1/${path}`);
  if (!answer.ok) throw new Error(`The mailbox answered ${answer.status} to ${path}.`);
  return answer.json();
}
