import { ENV } from '~/lib/env.server';

export interface ReceivedMail {
  Subject: string;
  Text: string;
  HTML: string;
}

export interface MailedLink {
  token_hash: string;
  type: 'signup' | 'recovery' | 'magiclink';
}

/** The newest mail that the auth server has sent to this address; null when none has come. */
export async function newestMail(to: string): Promise<ReceivedMail | null> {
  const [id] = await idsOf(to);
  return id ? ask(`message/${id}`) : null;
}

export async function countMails(to: string): Promise<number> {
  return (await idsOf(to)).length;
}

/** What the link of the newest mail to this address carries. Null when none has come. */
export async function findLinkTo(email: string): Promise<MailedLink | null> {
  const mail = await newestMail(email);
  if (!mail) return null;
  const [, token_hash = '', type = ''] = /token_hash=([^&"]+)&amp;type=(\w+)/.exec(mail.HTML) ?? [];
  if (!isLinkType(type)) throw new Error(`a link of type "${type}" to ${email}`);
  return { token_hash, type };
}

/** As `findLinkTo`, where a mail must have come. */
export async function linkTo(email: string): Promise<MailedLink> {
  const link = await findLinkTo(email);
  if (!link) throw new Error(`no mail to ${email}`);
  return link;
}

/** What the link of the newest mail about a change of address to this one carries. Throws when that is no such mail. */
export async function emailChangeLinkTo(email: string): Promise<Pick<MailedLink, 'token_hash'>> {
  const { HTML = '' } = (await newestMail(email)) ?? {};
  const [, token_hash] = /token_hash=([^&"]+)&amp;type=email_change/.exec(HTML) ?? [];
  if (!token_hash) throw new Error(`no mail about a change of address to ${email}`);
  return { token_hash };
}

/** The six digits in the newest mail to this address. Throws when there are none. */
export async function codeIn(to: string): Promise<string> {
  const [code] = /^\d{6}$/m.exec((await newestMail(to))?.Text ?? '') ?? [];
  if (!code) throw new Error(`no code in a mail to ${to}`);
  return code;
}

function isLinkType(type: string): type is MailedLink['type'] {
  return ['signup', 'recovery', 'magiclink'].includes(type);
}

async function idsOf(to: string): Promise<string[]> {
  const query = encodeURIComponent(`to:"${to}"`);
  const { messages }: { messages: { ID: string }[] } = await ask(`search?limit=50&query=${query}`);
  return messages.map(({ ID }) => ID);
}

async function ask<T>(path: string): Promise<T> {
  return (await fetch(`${ENV.MAILBOX_URL}/api/v1/${path}`)).json();
}
