import type { Mail } from '../support/mailbox';
import { MARK } from './hostile';

export interface Judged {
  status: number;
  headers: Headers;
  body: string;
}

/** What tells how we are made, and stands in no page that was meant to be read. */
const INSIDES =
  /\bat \S+ \(\S+:\d+:\d+\)|node_modules|SQLSTATE|syntax error at|invalid input (syntax|value)|\/src\/\w+/;

/** What is wrong with an answer to an attack, in a sentence; nothing when it is as it should be. `secrets` are not the attacker's to see. */
export function troubleIn(answer: Judged, secrets: string[] = []): string | undefined {
  const { status, headers, body } = answer;
  // 501 is what RFC 9110 has for a method that a server does not know.
  if ((status >= 500 && status !== 501) || !(status >= 200)) return `answered ${status}`;
  if (headers.has('Access-Control-Allow-Origin')) return 'lets other sites read it';
  const all = body + JSON.stringify([...headers]);
  const secret = secrets.find((text) => all.includes(text));
  if (secret) return `tells ${secret}`;
  if (isElsewhere(headers.get('Location'))) return `leads to ${headers.get('Location')}`;
  if (!isPage(headers)) return undefined;
  if (INSIDES.test(body)) return `tells how we are made: ${INSIDES.exec(body)?.[0]}`;
  return markupIn(body);
}

/** What is wrong with a mail that was sent: it goes to somebody else, says more in its head than it should, or takes a word for markup. */
export function troubleInMail({ to, from, subject, html, links }: Mail): string | undefined {
  if (from !== OURS) return `comes from ${from}`;
  if (/,|evil/.test(to)) return `goes to ${to}`;
  if (/\p{Cc}/u.test(subject)) return 'breaks out of its subject';
  const away = links.find(isElsewhere);
  return away ? `leads to ${away}` : markupIn(html);
}

const OURS = 'no-reply@alcazar.example';

const isPage = (headers: Headers) => /^text\/html\b/.test(headers.get('Content-Type') ?? '');

function isElsewhere(location: string | null): boolean {
  if (location === null) return false;
  const base = 'http://here.invalid';
  const read = URL.canParse(location, base) ? new URL(location, base).hostname : '?';
  return !['here.invalid', 'localhost', '127.0.0.1'].includes(read);
}

/** Read as a browser reads it: what stands in a text or an attribute is none. */
function markupIn(html: string): string | undefined {
  // Most pages hold nothing of it, and reading one takes longer than looking.
  if (!html.includes(MARK) && !html.includes('javascript:')) return undefined;
  const found: string[] = [];
  const element = (what: string) => ({ element: () => void found.push(what) });
  new HTMLRewriter()
    .on(MARK, element('takes a word for an element'))
    .on(`[${MARK}]`, element('takes a word for an attribute'))
    .on('[href^="javascript:" i]', element('links to a script'))
    .on('[action^="javascript:" i]', element('posts to a script'))
    .transform(html);
  return found[0];
}
