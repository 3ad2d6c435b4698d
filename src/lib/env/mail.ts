import type { Problem, Variables } from './guide';
import { isLoopback, isLoopbackUrl } from './hosts';
import { isUnfilled } from './placeholders';
import { isEncoded } from './userinfo';

/** Somebody a mail is from: what stands before the address is for people. */
export interface MailAddress {
  name: string;
  address: string;
}

const ADDRESS = /^[^\s<>@",;:\\]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

/** What is wrong with the address of the mail server. Repeats no piece of it: it holds a password. */
export function smtpUrlProblems(raw: string): string[] {
  if (isUnfilled(raw)) return ['still has a placeholder in brackets, it is not filled in yet'];
  if (!/^smtps?:\/\//i.test(raw)) return ['must begin with smtp:// or smtps://'];
  const rest = raw.slice(raw.indexOf('://') + 3);
  const userinfo = rest.includes('@') ? rest.slice(0, rest.lastIndexOf('@')) : '';
  const [user = '', ...words] = userinfo.split(':');
  if (![user, words.join(':')].every(isEncoded))
    return ['has a user name or a password whose special characters must be percent-encoded'];
  if (!URL.canParse(raw)) return ['is not a URL: the host or the port is not one'];
  return partProblems(new URL(raw));
}

/** Parameters would reach the mail library, which takes `?tls.rejectUnauthorized=false` for an order. */
function partProblems(url: URL): string[] {
  if (!/^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])$/i.test(url.hostname))
    return ['names no host, or one with characters no host has'];
  const problems: string[] = [];
  if (url.port === '0') problems.push('names port 0, where nothing listens');
  if ((url.username === '') !== (url.password === ''))
    problems.push('names a user without a password, or a password without a user');
  if (!/^\/?$/.test(url.pathname) || url.search || url.hash)
    problems.push('has a path or parameters, and must end after the host and port');
  return problems;
}

/** What is wrong with the sender of the mails. */
export function mailFromProblems(raw: string): string[] {
  if (isUnfilled(raw)) return ['still has a placeholder in brackets, it is not filled in yet'];
  const { name, address } = readMailFrom(raw);
  if (!ADDRESS.test(address)) return ['is not an e-mail address, with or without a name before it'];
  return /[\p{Cc}<>"]/u.test(name) ? ['has a name with quotes, brackets or control characters'] : [];
}

/** `Name <address>` or the address alone. */
export function readMailFrom(raw: string): MailAddress {
  const [, name = '', address = raw] = /^([^<>]*)<([^<>]*)>$/.exec(raw) ?? [];
  return { name: name.trim(), address: address.trim() };
}

/** The host, the port and how to sign in: what `smtpUrlProblems` has let through. 465 is TLS from the start, 587 asks for it. */
export function readSmtpUrl(raw: string) {
  const url = new URL(raw);
  const isTls = /^smtps:$/i.test(url.protocol);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const auth = url.username
    ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
    : undefined;
  return {
    host,
    port: Number(url.port || (isTls ? 465 : 587)),
    isTls,
    isHere: isLoopback(url.hostname),
    auth,
  };
}

/**
 * Where the database is on this machine, mail goes to the mailbox on this machine unless something else is said. Nowhere
 * else: a copy of the app on somebody's desk must not take real people's mail out of the outbox of a hosted database.
 */
export function withLocalMailbox(variables: Variables): Variables {
  if (variables.SMTP_URL !== undefined || !isLoopbackUrl(variables.DATABASE_URL)) return variables;
  return { ...variables, SMTP_URL: `smtp://127.0.0.1:${variables.LOCAL_SMTP_PORT ?? 54325}` };
}

/** Mail that leaves this machine says who it is from. */
export function senderProblems({ SMTP_URL, MAIL_FROM }: Variables): Problem[] {
  if (SMTP_URL === undefined || MAIL_FROM !== undefined || isLoopbackUrl(SMTP_URL)) return [];
  return [{ variable: 'MAIL_FROM', wrong: 'is missing, and SMTP_URL needs it for mail to real people' }];
}
