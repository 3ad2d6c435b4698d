import { expect, test } from 'vitest';
import { db } from '~/lib/data/system';
import { mailsQueuedFor } from '~/lib/testing/mail';
import { owner } from '~/lib/testing/owner';
import { signUp } from '~/lib/testing/users';
import { queueMail } from './outbox';

const NOW = new Date('2030-03-04T10:00:00Z');
const LETTER = { subject: 'Señal', text: 'Texto', html: '<p>Texto</p>' };

test('a mail is due at once', async () => {
  const recipient = addressOfNobody();
  await queueMail({ userId: null, recipient, ...LETTER }, NOW);
  expect(await mailsQueuedFor(recipient)).toEqual([
    expect.objectContaining({ ...LETTER, recipient, attempts: 0, nextAttemptAt: NOW, failedAt: null }),
  ]);
});

test('a transaction that is taken back takes its mail back', async () => {
  const recipient = addressOfNobody();
  const work = db.transaction(async (tx) => {
    await queueMail({ userId: null, recipient, ...LETTER }, NOW, tx);
    throw new Error('taken back');
  });
  await expect(work).rejects.toThrow('taken back');
  expect(await mailsQueuedFor(recipient)).toEqual([]);
});

test('mail about an account goes with the account', async () => {
  const { id, email } = await signUp();
  await queueMail({ userId: id, recipient: email, ...LETTER }, NOW);
  await owner`delete from auth.users where id = ${id}`;
  expect(await mailsQueuedFor(email)).toEqual([]);
});

function addressOfNobody(): string {
  return `nobody-${crypto.randomUUID()}@example.test`;
}
