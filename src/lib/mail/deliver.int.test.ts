import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { lt } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { MOST_ATTEMPTS } from '~/lib/backoff';
import { db } from '~/lib/data/system';
import { ENV } from '~/lib/env.server';
import { log } from '~/lib/log.server';
import { mailsQueuedFor } from '~/lib/testing/mail';
import { type Refusals, startSmtpServer } from '~/lib/testing/smtp-server';
import { deliverDueMail } from './deliver';
import { queueMail } from './outbox';
import { mailOutbox } from './outbox.schema';
import { type Send, smtpSender } from './smtp';

/** Long ago, so that the mails of other tests are not due. */
const NOW = new Date('2001-03-04T10:00:00Z');
const LETTER = { subject: '¿Fuiste tú?', text: 'Canary en el texto', html: '<p>Canary en el texto</p>' };
const NOBODY_LISTENS = 'smtp://127.0.0.1:1';

beforeEach(async () => {
  await db.delete(mailOutbox).where(lt(mailOutbox.createdAt, later(365 * 24 * 60)));
});

test('a mail arrives over SMTP and is gone from the outbox', async () => {
  const recipient = await queueOne();
  const [queued] = await mailsQueuedFor(recipient);
  expect(await deliverDueMail(NOW, senderTo(ENV.SMTP_URL))).toBe(1);

  const found = await fetch(`${ENV.MAILBOX_URL}/api/v1/search?query=to:${recipient}`);
  const { messages } = await found.json();
  expect(messages).toMatchObject([
    {
      MessageID: `${queued?.id}@alcazar.example`,
      From: { Name: 'Alcázar', Address: 'no-reply@alcazar.example' },
      To: [{ Name: '', Address: recipient }],
      Subject: LETTER.subject,
      Snippet: expect.stringContaining(LETTER.text),
    },
  ]);
  expect(await mailsQueuedFor(recipient)).toEqual([]);
});

test('several at once share the work and send nothing twice', async () => {
  const server = await startSmtpServer();
  const recipients = await Promise.all(Array.from({ length: 20 }, queueOne));
  const send = senderTo(server.url);
  const work = async () => {
    while ((await deliverDueMail(NOW, send)) > 0);
  };
  await Promise.all([work(), work(), work(), work()]);
  expect(server.mails.map(({ to }) => to?.[0]?.address).sort()).toEqual(recipients.sort());
});

test('while the server is away a mail waits, longer each time, and goes when it is back', async () => {
  const recipient = await queueOne();
  expect(await deliverDueMail(NOW, senderTo(NOBODY_LISTENS))).toBe(0);
  const first = await theOnly(recipient);
  expect(first).toMatchObject({
    attempts: 1,
    failedAt: null,
    lastError: expect.stringContaining('ECONNREFUSED'),
  });
  expect(minutesFrom(NOW, first.nextAttemptAt)).toBeGreaterThan(0);

  const server = await startSmtpServer();
  expect(await deliverDueMail(NOW, senderTo(server.url))).toBe(0);
  await deliverDueMail(first.nextAttemptAt, senderTo(NOBODY_LISTENS));
  const second = await theOnly(recipient);
  expect(minutesFrom(first.nextAttemptAt, second.nextAttemptAt)).toBeGreaterThan(
    2 * minutesFrom(NOW, first.nextAttemptAt),
  );

  expect(await deliverDueMail(second.nextAttemptAt, senderTo(server.url))).toBe(1);
  expect(server.mails).toHaveLength(1);
});

test('after the last attempt it is given up, loudly, without a word of the mail or of whom it was for', async () => {
  const error = vi.spyOn(log, 'error').mockImplementation(() => {});
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
  const recipient = await queueOne();
  let now = NOW;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    await deliverDueMail(now, senderTo(NOBODY_LISTENS));
    if (attempt < MOST_ATTEMPTS) now = (await theOnly(recipient)).nextAttemptAt;
  }
  expect(await theOnly(recipient)).toMatchObject({ attempts: MOST_ATTEMPTS, failedAt: now });
  expect(warn).toHaveBeenCalledTimes(MOST_ATTEMPTS - 1);
  expect(error.mock.calls).toEqual([
    ['mail.given_up', expect.objectContaining({ attempts: MOST_ATTEMPTS, code: 'ESOCKET' })],
  ]);
  expect(JSON.stringify([...error.mock.calls, ...warn.mock.calls])).not.toMatch(
    /canary|example\.test|fuiste/i,
  );

  const server = await startSmtpServer();
  expect(await deliverDueMail(later(200 * 24 * 60), senderTo(server.url))).toBe(0);
});

describe('what the server refuses', () => {
  const PERMANENT: [string, Refusals][] = [
    ['the recipient, for good', { recipient: 550 }],
    ['the content, for good', { content: 554 }],
  ];
  const PASSING: [string, Refusals][] = [
    ['the recipient, for now', { recipient: 450 }],
    ['the content, for now', { content: 451 }],
    ['our sender, which somebody will put right', { sender: 550 }],
    ['our sign-in, which somebody will put right', { signIn: 535 }],
  ];

  test.for(PERMANENT)('%s: given up at once', async ([, refusals]) => {
    const error = vi.spyOn(log, 'error').mockImplementation(() => {});
    const server = await startSmtpServer({ refusals });
    const recipient = await queueOne();
    await deliverDueMail(NOW, senderTo(server.url));
    expect(await theOnly(recipient)).toMatchObject({
      attempts: 1,
      failedAt: NOW,
      lastError: expect.stringContaining('canary-of-the-server'),
    });
    expect(JSON.stringify(error.mock.calls)).not.toContain('canary-of-the-server');
  });

  test.for(PASSING)('%s: tried again later', async ([, refusals]) => {
    const server = await startSmtpServer({ refusals });
    const recipient = await queueOne();
    await deliverDueMail(NOW, senderTo(server.url));
    expect(await theOnly(recipient)).toMatchObject({ attempts: 1, failedAt: null });
  });
});

test('an address that is none is given up, and takes nobody else along', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => {});
  const server = await startSmtpServer();
  await queueMail({ userId: null, recipient: 'no address', ...LETTER }, NOW);
  const recipient = await queueOne();
  expect(await deliverDueMail(NOW, senderTo(server.url))).toBe(1);
  expect(server.mails.map(({ to }) => to?.[0]?.address)).toEqual([recipient]);
  expect(await theOnly('no address')).toMatchObject({ failedAt: NOW });
});

test('a server whose certificate nobody vouches for is told nothing', async () => {
  const server = await startSmtpServer({ isTls: true });
  vi.mocked(console.error).mockClear(); // smtp-server warns that everybody has the key of this certificate
  const recipient = await queueOne();
  expect(await deliverDueMail(NOW, senderTo(server.url))).toBe(0);
  expect(await theOnly(recipient)).toMatchObject({ lastError: expect.stringMatching(/certificate/i) });
  expect(server.mails).toEqual([]);
});

test('a process that is killed once the server has the mail: it goes again, under the same name', async () => {
  const server = await startSmtpServer();
  const recipient = await queueOne();
  expect(await dieAfterSending(server.url)).toBe('SIGKILL');
  expect(server.mails).toHaveLength(1);
  expect(await theOnly(recipient)).toMatchObject({ attempts: 1 });

  expect(await deliverDueMail(NOW, senderTo(server.url))).toBe(0);
  expect(await deliverDueMail(later(11), senderTo(server.url))).toBe(1);
  expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(1);
  expect(server.mails).toHaveLength(2);
  expect(await mailsQueuedFor(recipient)).toEqual([]);
});

test('a mail that ends every process that sends it is given up too', async () => {
  const error = vi.spyOn(log, 'error').mockImplementation(() => {});
  const recipient = await queueOne();
  await db
    .update(mailOutbox)
    .set({ attempts: MOST_ATTEMPTS })
    .where(lt(mailOutbox.createdAt, later(1)));
  const send = vi.fn<Send>();
  await deliverDueMail(NOW, send);
  expect(send).not.toHaveBeenCalled();
  expect(await theOnly(recipient)).toMatchObject({ failedAt: NOW });
  expect(error).toHaveBeenCalledOnce();
});

test('one that comes late does not undo the claim of another', async () => {
  const recipient = await queueOne();
  const slow: Send = async () => {
    await deliverDueMail(later(11), () => Promise.reject(new Error('of the second')));
    throw new Error('of the first');
  };
  await deliverDueMail(NOW, slow);
  expect(await theOnly(recipient)).toMatchObject({ attempts: 2, lastError: 'of the second' });
});

test('asked to stop, it gives up a server that says nothing', async () => {
  const stopping = new AbortController();
  const silent = createServer(() => stopping.abort()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const recipient = await queueOne();
  const send = senderTo(`smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  expect(await deliverDueMail(NOW, send, stopping.signal)).toBe(0);
  expect(await theOnly(recipient)).toMatchObject({ attempts: 1, failedAt: null });
  silent.close();
});

async function queueOne(): Promise<string> {
  const recipient = `nobody-${crypto.randomUUID()}@example.test`;
  await queueMail({ userId: null, recipient, ...LETTER }, NOW);
  return recipient;
}

function senderTo(url = ''): Send {
  return smtpSender(url, ENV.MAIL_FROM);
}

async function theOnly(recipient: string) {
  const [mail, ...others] = await mailsQueuedFor(recipient);
  if (!mail || others.length > 0) throw new Error(`There is not one mail to ${recipient}.`);
  return mail;
}

function later(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * 60_000);
}

function minutesFrom(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 60_000;
}

/** A process of its own, which the kernel ends between the server's yes and our deleting. */
async function dieAfterSending(url: string): Promise<unknown> {
  const script = `
    import { deliverDueMail } from ${JSON.stringify(resolve('src/lib/mail/deliver.ts'))};
    import { smtpSender } from ${JSON.stringify(resolve('src/lib/mail/smtp.ts'))};
    const send = smtpSender(${JSON.stringify(url)}, { name: '', address: 'no-reply@alcazar.example' });
    await deliverDueMail(new Date(${NOW.getTime()}), async (...call) => {
      await send(...call);
      process.kill(process.pid, 'SIGKILL');
    });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
  const [, signal] = await once(child, 'close');
  return signal;
}
