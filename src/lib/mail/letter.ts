import { escapeHtml } from '~/lib/escape-html';
import type { Locale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';

/** What a mail says, as plain text: nothing in it is HTML. */
export interface LetterParts {
  locale: Locale;
  subject: string;
  heading: string;
  paragraphs: string[];
  /** What happened, line by line: when, from where, on what. */
  facts?: [label: string, value: string][];
  /** The one thing to do about it, at an absolute address. */
  action?: { label: string; url: string };
  smallPrint?: string;
}

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** A mail in the look of `supabase/templates`, as HTML and as text that says the same. Escapes everything it is given. Guide 13. */
export function writeLetter(parts: LetterParts): Letter {
  return { subject: parts.subject, text: asText(parts), html: asHtml(parts) };
}

function asText({ heading, paragraphs, facts = [], action, smallPrint }: LetterParts): string {
  const blocks = [
    m.common_app_name(),
    heading,
    ...paragraphs,
    facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    action ? `${action.label}:\n${action.url}` : '',
    smallPrint ?? '',
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function asHtml(parts: LetterParts): string {
  const { locale, subject, heading, paragraphs, facts = [], action, smallPrint } = parts;
  const body = [
    `<h1 style="margin:0 0 12px;${SANS}font-size:22px;font-weight:600;line-height:1.15;color:#151b24;">${escapeHtml(heading)}</h1>`,
    ...paragraphs.map((words) => paragraph(escapeHtml(words))),
    facts.length > 0 ? table(facts) : '',
    action ? button(action, m.mail_copy_address({}, { locale })) : '',
    smallPrint ? paragraph(escapeHtml(smallPrint), 'font-size:14px;color:#666c77;') : '',
  ];
  return page(locale, escapeHtml(subject), body.filter(Boolean).join('\n'));
}

const SANS =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;" as const;
const READING = `${SANS}line-height:1.5;`;

function paragraph(html: string, style = 'font-size:16px;color:#4c535e;'): string {
  return `<p style="margin:0 0 20px;${READING}${style}">${html}</p>`;
}

function table(facts: [label: string, value: string][]): string {
  const cell = `${READING}font-size:14px;vertical-align:top;padding:2px 16px 2px 0;`;
  const rows = facts.map(
    ([label, value]) =>
      `<tr><td style="${cell}color:#666c77;">${escapeHtml(label)}</td><td style="${cell}color:#151b24;">${escapeHtml(value)}</td></tr>`,
  );
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 20px;">${rows.join('')}</table>`;
}

/** Some programs show no button, and nobody should have to trust one: the address stands below it. */
function button({ label, url }: { label: string; url: string }, copyIt: string): string {
  const href = escapeHtml(url);
  const look =
    'display:inline-block;padding:11px 20px;border-radius:6px;background-color:#214a9b;color:#ffffff;font-size:16px;font-weight:600;line-height:1.25;text-decoration:none;';
  const address = `${escapeHtml(copyIt)}<br /><a href="${href}" style="color:#214a9b;word-break:break-all;">${href}</a>`;
  return [
    `<p style="margin:0 0 20px;"><a href="${href}" style="${SANS}${look}">${escapeHtml(label)}</a></p>`,
    paragraph(address, 'font-size:14px;color:#4c535e;'),
  ].join('\n');
}

/** Tables and inline styles, because that is what mail programs draw alike. */
function page(locale: Locale, title: string, body: string): string {
  const TABLE = '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width" />
<meta name="color-scheme" content="light" />
<title>${title}</title>
</head>
<body style="margin:0;padding:0;background-color:#fbfaf7;">
${TABLE} style="background-color:#fbfaf7;"><tr><td align="center" style="padding:40px 16px;">
${TABLE} style="max-width:560px;background-color:#ffffff;border:1px solid #e0ded8;border-radius:10px;">
<tr><td style="padding:24px 32px 0;${SANS}font-size:18px;line-height:1.15;color:#151b24;">
<span style="font-size:24px;line-height:1;color:#214a9b;vertical-align:-3px;" aria-hidden="true">&#10040;</span>&nbsp;<strong>${m.common_app_name()}</strong>
</td></tr>
<tr><td style="padding:28px 32px 8px;">
${body}
</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}
