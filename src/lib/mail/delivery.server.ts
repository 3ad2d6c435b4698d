import { ENV } from '~/lib/env.server';
import { log } from '~/lib/log.server';
import { type Loop, startLoop } from '~/lib/loop/loop';
import { deliverDueMail } from './deliver';
import { smtpSender } from './smtp';
import { mailWaker } from './wake';

/**
 * Begins to send what is in the outbox, through the mail server of SMTP_URL. Without one nothing is sent and nothing is lost:
 * mails wait, and the log says so once. Guide 13.
 */
export function startDelivery(): Loop {
  if (!ENV.SMTP_URL) {
    log.warn('mail.no_server', { hint: 'SMTP_URL is not set: mails wait in the outbox.' });
    return { stop: async () => {} };
  }
  const send = smtpSender(ENV.SMTP_URL, ENV.MAIL_FROM);
  return startLoop('mail.delivery', (givingUp) => deliverDueMail(new Date(), send, givingUp), mailWaker);
}
