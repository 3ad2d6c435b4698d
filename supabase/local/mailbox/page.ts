import { escapeHtml } from '../../../src/lib/escape-html';
import type { Mail } from './mailbox';
import { STYLE } from './style';

/** The eight-pointed star: two squares, one turned by 45 degrees, in a box of 32 around the centre. */
const STAR_POINTS = Array.from({ length: 16 }, (_, corner) => {
  const radius = corner % 2 === 0 ? 16 : 12.25;
  const angle = (corner * Math.PI) / 8;
  return `${(16 + radius * Math.sin(angle)).toFixed(2)},${(16 - radius * Math.cos(angle)).toFixed(2)}`;
}).join(' ');
const MARK = `<svg viewBox="0 0 32 32" aria-hidden="true"><polygon points="${STAR_POINTS}" fill="currentColor"/></svg>`;
const TILES = `<svg aria-hidden="true"><defs><pattern id="tile" width="32" height="32" patternUnits="userSpaceOnUse">
<polygon points="${STAR_POINTS}" fill="none" stroke="currentColor"/></pattern></defs>
<rect width="100%" height="100%" fill="url(#tile)"/></svg>`;

const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const hour = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/**
 * The mailbox as one page without script: the list, and beside it the mail that is open. Whatever a mail
 * brought is escaped; its HTML is shown in a frame that may run nothing and open links in a new tab only.
 */
export function mailboxPage(mails: Mail[], open: Mail | null, now: Date): string {
  const unread = mails.filter((mail) => !mail.read).length;
  // While nothing is read, the list looks for new mail by itself.
  const refresh = open ? '' : '<meta http-equiv="refresh" content="5">';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${refresh}
<title>${open ? escapeHtml(open.subject) : `Mailbox (${unread})`} · Alcázar</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<a href="/">${MARK}<h1>Mailbox</h1></a>
<p>${mails.length} kept, ${unread} unread</p>
${mails.length > 0 ? '<form method="post" action="/clear"><button>Empty mailbox</button></form>' : ''}
</header>
<main class="${open ? 'reading' : 'idle'}">${mails.length > 0 ? list(mails, open, now) + reading(open) : EMPTY}</main>
</body>
</html>`;
}

const EMPTY = `<section class="empty"><div>${TILES}
<h2>No mail yet</h2>
<p>Sign up or ask for a new password, and the message appears here. Nothing leaves this machine.</p></div></section>`;

function list(mails: Mail[], open: Mail | null, now: Date): string {
  const items = mails.map((mail) => {
    const current = mail.id === open?.id ? ' aria-current="page"' : '';
    return `<li class="${mail.read ? 'read' : 'unread'}"><a href="/view/${mail.id}"${current}>
<span class="to"><span>${escapeHtml(mail.to.address)}</span>${shortTime(mail, now)}</span>
<span class="subject">${escapeHtml(mail.subject)}</span>
<span class="snippet">${escapeHtml(mail.text.replace(/\s+/g, ' ').slice(0, 120))}</span></a></li>`;
  });
  return `<nav aria-label="Mails"><ol>${items.join('')}</ol></nav>`;
}

function reading(mail: Mail | null): string {
  if (!mail) return '<article class="none"><p>Choose a mail to read it.</p></article>';
  return `<article>
<a class="back" href="/">Back to all mails</a>
<h2>${escapeHtml(mail.subject)}</h2>
<dl><dt>From</dt><dd>${escapeHtml(`${mail.from.name} <${mail.from.address}>`)}</dd>
<dt>To</dt><dd>${escapeHtml(mail.to.address)}</dd><dt>Sent</dt><dd>${time(mail)}</dd></dl>
<iframe title="The mail" src="/view/${mail.id}.html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<details><summary>Plain text</summary><pre>${escapeHtml(mail.text)}</pre></details>
</article>`;
}

const time = ({ created }: Mail) => `<time datetime="${created}">${full.format(new Date(created))}</time>`;

/** The hour of a mail of today, the day of an older one. */
function shortTime({ created }: Mail, now: Date): string {
  const date = new Date(created);
  const isToday = date.toDateString() === now.toDateString();
  return `<time datetime="${created}">${(isToday ? hour : day).format(date)}</time>`;
}
