import type { Address, Mail, Mailbox } from './mailbox';

/**
 * Mailpit's JSON, as far as a test or a script reads it: the Supabase CLI ships Mailpit on the same port.
 * Returns null for a path it does not know.
 */
export async function answerMailpit(request: Request, mailbox: Mailbox): Promise<Response | null> {
  const url = new URL(request.url);
  const route = `${request.method} ${url.pathname.replace(/^\/api\/v1/, '')}`;
  if (!url.pathname.startsWith('/api/v1/')) return null;
  if (route === 'GET /messages') return Response.json(listing(mailbox.list(), mailbox, url));
  if (route === 'GET /search') return search(mailbox, url);
  if (route === 'DELETE /messages') return remove(request, mailbox);
  if (route.startsWith('GET /message/')) return read(route.slice('GET /message/'.length), mailbox);
  return null;
}

function listing(found: Mail[], mailbox: Mailbox, { searchParams }: URL) {
  const start = whole(searchParams.get('start'), 0);
  const messages = found.slice(start, start + whole(searchParams.get('limit'), 50)).map(summary);
  const all = mailbox.list();
  return {
    total: all.length,
    unread: all.filter((mail) => !mail.read).length,
    count: messages.length,
    messages_count: found.length,
    messages_unread: found.filter((mail) => !mail.read).length,
    start,
    tags: [],
    messages,
  };
}

/** Of Mailpit's filters: `to:`, `from:`, `subject:` and plain words; all of them must be met. */
function search(mailbox: Mailbox, url: URL): Response {
  const words = url.searchParams
    .get('query')
    ?.trim()
    .toLowerCase()
    .match(/(?:\w+:)?"[^"]*"|\S+/g);
  if (!words) return new Response('Error: no search query', { status: 400 });
  const found = mailbox
    .list()
    .filter((mail) => words.every((word) => matches(mail, word.replaceAll('"', ''))));
  return Response.json(listing(found, mailbox, url));
}

function matches(mail: Mail, word: string): boolean {
  const fields = {
    to: `${mail.to.name} ${mail.to.address}`,
    from: `${mail.from.name} ${mail.from.address}`,
    subject: mail.subject,
  };
  const [, field, value] = /^(to|from|subject):(.*)$/.exec(word) ?? [];
  // The expression names exactly the keys of `fields`.
  const text = field
    ? fields[field as keyof typeof fields]
    : `${Object.values(fields).join(' ')} ${mail.text}`;
  return text.toLowerCase().includes(value ?? word);
}

function read(id: string, mailbox: Mailbox): Response {
  const mail = id === 'latest' ? (mailbox.list()[0] ?? null) : mailbox.find(id);
  if (!mail) return new Response('message not found', { status: 404 });
  mailbox.markRead(mail.id);
  const { ID, MessageID, From, To, Cc, Bcc, ReplyTo, Subject, Tags, Size } = summary(mail);
  const body = { Date: mail.created, Text: mail.text, HTML: mail.html, Inline: [], Attachments: [] };
  return Response.json({ ID, MessageID, From, To, Cc, Bcc, ReplyTo, Subject, Tags, Size, ...body });
}

async function remove(request: Request, mailbox: Mailbox): Promise<Response> {
  const body: { IDs?: string[] } = await request.json().catch(() => ({}));
  mailbox.remove(body.IDs?.length ? body.IDs : undefined);
  return new Response('ok');
}

function summary(mail: Mail) {
  return {
    ID: mail.id,
    MessageID: mail.messageId ?? `${mail.id}@alcazar.local`,
    Read: mail.read,
    From: mailpitAddress(mail.from),
    To: [mailpitAddress(mail.to)],
    Cc: [],
    Bcc: [],
    ReplyTo: [],
    Subject: mail.subject,
    Created: mail.created,
    Username: '',
    Tags: [],
    Size: mail.text.length + mail.html.length,
    Attachments: 0,
    Snippet: mail.text.replace(/\s+/g, ' ').slice(0, 250),
  };
}

const mailpitAddress = ({ name, address }: Address) => ({ Name: name, Address: address });

function whole(text: string | null, fallback: number): number {
  const value = Number(text ?? fallback);
  return Number.isInteger(value) && value >= 0 ? value : fallback;
}
