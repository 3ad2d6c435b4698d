import { db } from '../src/lib/data/system';
import { closeDatabase } from '../src/lib/db/client';
import { queueMail } from '../src/lib/mail/outbox';
import { waitForMail } from './support/mailbox';
import { expect, test } from './support/test';

test.afterAll(closeDatabase);

test('what was committed to the outbox, by whatever process, the server sends', async () => {
  const recipient = `nobody-${crypto.randomUUID()}@example.test`;
  await db.transaction((tx) =>
    queueMail(
      {
        userId: null,
        recipient,
        subject: '¿Fuiste tú?',
        text: 'Entró alguien.\n',
        html: '<p>Entró alguien.</p>',
      },
      new Date(),
      tx,
    ),
  );
  expect(await waitForMail(recipient)).toMatchObject({
    subject: '¿Fuiste tú?',
    html: expect.stringContaining('<p>Entró alguien.</p>'),
  });
});
