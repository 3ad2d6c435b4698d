import { once } from 'node:events';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** At which step the server says no, and with which code. */
export interface Refusals {
  signIn?: number;
  sender?: number;
  recipient?: number;
  content?: number;
}

export interface TestSmtpServer {
  url: string;
  /** What it has taken, in order. */
  mails: Email[];
}

interface Options {
  refusals?: Refusals;
  /** TLS from the start, with a certificate that nobody vouches for. */
  isTls?: boolean;
}

/** A mail server of the test's own, on loopback, gone when the test ends. */
export async function startSmtpServer({
  refusals = {},
  isTls = false,
}: Options = {}): Promise<TestSmtpServer> {
  const mails: Email[] = [];
  const server = new SMTPServer({
    secure: isTls,
    disabledCommands: ['STARTTLS', ...(refusals.signIn ? [] : ['AUTH'])],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: (_auth, _session, answer) => answer(refusal(refusals.signIn), { user: 'somebody' }),
    onMailFrom: (_address, _session, answer) => answer(refusal(refusals.sender)),
    onRcptTo: (_address, _session, answer) => answer(refusal(refusals.recipient)),
    async onData(stream, _session, answer) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      if (!refusals.content) mails.push(await PostalMime.parse(Buffer.concat(chunks)));
      answer(refusal(refusals.content));
    },
  });
  server.on('error', () => {}); // a client that does not trust the certificate hangs up
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  const address = listener.address();
  const port = typeof address === 'object' ? address?.port : '';
  const user = refusals.signIn ? 'somebody:quiet-harbour-41@' : '';
  return { url: `${isTls ? 'smtps' : 'smtp'}://${user}127.0.0.1:${port}`, mails };
}

function refusal(responseCode: number | undefined): Error | null {
  return responseCode ? Object.assign(new Error('canary-of-the-server'), { responseCode }) : null;
}
