import { once } from 'node:events';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { reason } from '../http';
import { bindNext, LOOPBACK, requireFree } from '../ports';
import { say } from '../say';
import { htmlToText } from './html-to-text';
import type { Mailbox } from './mailbox';

export const LARGEST_MESSAGE = 10 * 1024 * 1024;
const MOST_CLIENTS = 50;
const IDLE_MS = 60_000;
const CLOSE_WITHIN_MS = 1_000;

export interface SmtpDoor {
  port: number;
  stop(): Promise<void>;
}

/**
 * Takes mail over SMTP on loopback, from anybody and for anybody, and puts it into the mailbox: one for each recipient.
 * No TLS and no sign-in, as Mailpit in the Supabase CLI.
 */
export function startSmtpDoor(preferred: number, mailbox: Mailbox): Promise<SmtpDoor> {
  return bindNext('mailbox (SMTP)', preferred, async (port) => {
    const server = new SMTPServer({
      name: 'localhost',
      banner: 'Alcazar local mailbox',
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      size: LARGEST_MESSAGE,
      maxClients: MOST_CLIENTS,
      socketTimeout: IDLE_MS,
      closeTimeout: CLOSE_WITHIN_MS,
      onData(stream, session, answer) {
        receive(stream, session, mailbox).then(() => answer(), answer);
      },
    });
    // Without a listener, a client that hangs up in the middle would end the process.
    server.on('error', (error) => say(`mailbox (SMTP): ${reason(error)}`));
    const listener = server.listen(await requireFree(port), LOOPBACK);
    await once(listener, 'listening');
    const address = listener.address();
    return {
      port: typeof address === 'object' && address ? address.port : port,
      stop: () => new Promise<void>((resolve) => server.close(resolve)),
    };
  });
}

async function receive(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  mailbox: Mailbox,
): Promise<void> {
  const { from, subject = '', text, html = '', messageId } = await PostalMime.parse(await read(stream));
  const sender = envelope.mailFrom ? envelope.mailFrom.address : '';
  for (const { address } of envelope.rcptTo) {
    mailbox.deliver({
      from: { name: from?.name ?? '', address: from?.address ?? sender },
      to: { name: '', address },
      subject,
      text: text ?? htmlToText(html),
      html,
      messageId: messageId?.replace(/^<|>$/g, ''),
    });
  }
}

/** All of it is read in any case, or the client would never hear the answer; what is too much is not kept. */
async function read(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk);
  if (!stream.sizeExceeded) return Buffer.concat(chunks);
  throw Object.assign(new Error('The message is larger than this mailbox takes.'), { responseCode: 552 });
}
