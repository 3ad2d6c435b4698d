import { type HttpServer, serveHttp } from '../http';
import type { Mail, Mailbox } from './mailbox';
import { answerMailpit } from './mailpit-api';
import { mailboxPage } from './page';

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'",
  'cache-control': 'no-store',
};

/** A mail may show pictures and open links in a new tab, and nothing else, wherever its address is opened. */
const MAIL_HEADERS = {
  ...PAGE_HEADERS,
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; sandbox allow-popups allow-popups-to-escape-sandbox",
};

/** Serves the mailbox: the page for people at `/`, Mailpit's JSON for programs under `/api/v1`. */
export function startMailboxServer(preferred: number, mailbox: Mailbox): Promise<HttpServer> {
  return serveHttp('mailbox', preferred, async (request) => {
    return (await answerMailpit(request, mailbox)) ?? answerPage(request, mailbox);
  });
}

function answerPage(request: Request, mailbox: Mailbox): Response {
  const { pathname } = new URL(request.url);
  if (request.method === 'POST' && pathname === '/clear') return clear(request, mailbox);
  if (request.method !== 'GET') return new Response('Method not allowed\n', { status: 405 });
  if (pathname === '/') return page(mailbox, null);

  const [, id = '', extension = ''] = /^\/view\/([\w-]+)(\.html|\.txt)?$/.exec(pathname) ?? [];
  const mail = mailbox.find(id);
  if (!mail) return new Response('Not found\n', { status: 404 });
  if (extension === '.txt') return new Response(mail.text);
  if (extension === '.html') return new Response(opensInNewTab(mail), { headers: MAIL_HEADERS });
  mailbox.markRead(id);
  return page(mailbox, mail);
}

const page = (mailbox: Mailbox, open: Mail | null) =>
  new Response(mailboxPage(mailbox.list(), open, new Date()), { headers: PAGE_HEADERS });

function opensInNewTab({ html }: Mail): string {
  return html.replace(/<head>|^/i, (start) => `${start}<base target="_blank">`);
}

/** Only from the page itself: another site could send the same form. */
function clear(request: Request, mailbox: Mailbox): Response {
  if (request.headers.get('sec-fetch-site') !== 'same-origin')
    return new Response('Forbidden\n', { status: 403 });
  mailbox.remove();
  return new Response(null, { status: 303, headers: { location: '/' } });
}
