import { ENV } from '~/lib/env.server';

export interface MailedLink {
  token_hash: string;
  type: 'signup' | 'recovery';
}

/** What the link of the newest mail to this address carries. Null when none has come. */
export async function findLinkTo(email: string): Promise<MailedLink | null> {
  const api = `${ENV.MAILBOX_URL}/api/v1`;
  const found = await fetch(`${api}/search?limit=1&query=${encodeURIComponent(`to:"${email}"`)}`);
  const id = (await found.json()).messages[0]?.ID;
  if (!id) return null;
  const { HTML } = await (await fetch(`${api}/message/${id}`)).json();
  const [, token_hash = '', type = ''] = /token_hash=([^&"]+)&amp;type=(\w+)/.exec(HTML) ?? [];
  if (type !== 'signup' && type !== 'recovery') throw new Error(`a link of type "${type}" to ${email}`);
  return { token_hash, type };
}

/** As `findLinkTo`, where a mail must have come. */
export async function linkTo(email: string): Promise<MailedLink> {
  const link = await findLinkTo(email);
  if (!link) throw new Error(`no mail to ${email}`);
  return link;
}
