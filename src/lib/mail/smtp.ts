import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { type MailAddress, readSmtpUrl } from '~/lib/env/mail';

/** A mail as it is handed to the mail server. */
export interface SentMail {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
}

/** Hands a mail over and resolves when the server has taken it. Rejects with what nodemailer says otherwise; given up with `signal`. */
export type Send = (mail: SentMail, signal: AbortSignal) => Promise<void>;

const CONNECT_WITHIN_MS = 10_000;
const SILENT_FOR_MS = 20_000;

/** Sends through the server at `url`, on a connection of its own for each mail: there is nothing to keep, and nothing to close. */
export function smtpSender(url: string, from: MailAddress): Send {
  const transport = createTransport(smtpOptions(url));
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return async ({ id, recipient, subject, text, html }, signal) => {
    await transport.sendMail({
      from,
      to: { name: '', address: recipient }, // an object is one address, whatever stands in it
      subject,
      text,
      html,
      messageId: `<${id}@${domain}>`, // the same at every attempt: a copy can be told
      headers: { 'Auto-Submitted': 'auto-generated' }, // no out-of-office answers
      signal,
    });
  };
}

/** Beyond this machine the connection is encrypted or there is none, and the certificate is verified. */
export function smtpOptions(url: string): SMTPTransportOptions {
  const { host, port, isTls, isHere, auth } = readSmtpUrl(url);
  return {
    host,
    port,
    auth,
    secure: isTls,
    requireTLS: !isTls && !isHere,
    ignoreTLS: !isTls && isHere,
    tls: { rejectUnauthorized: true },
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    dnsTimeout: CONNECT_WITHIN_MS,
    socketTimeout: SILENT_FOR_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
