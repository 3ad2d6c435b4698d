import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Mailbox, openMailbox } from './mailbox';
import { LARGEST_MESSAGE, type SmtpDoor, startSmtpDoor } from './smtp';

let folder: string;
let mailbox: Mailbox;
let door: SmtpDoor;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  mailbox = openMailbox(folder);
  door = await startSmtpDoor(0, mailbox);
});
afterEach(async () => {
  await door.stop();
  rmSync(folder, { recursive: true });
});

function send(mail: SendMailOptions) {
  const transport = createTransport({ host: '127.0.0.1', port: door.port });
  return transport.sendMail({ from: 'no-reply@alcazar.example', to: 'ana@example.test', ...mail });
}

test('a mail arrives with its words, its two bodies and its name', async () => {
  await send({
    from: { name: 'Alcázar', address: 'no-reply@alcazar.example' },
    to: { name: 'Ana Ñúñez', address: 'ana@example.test' },
    subject: 'Contraseña cambiada: ¿fuiste tú? 🔑',
    text: 'Hola, Ñandú.\n.\nUna línea con un punto.',
    html: '<p>Hola, <b>Ñandú</b>.</p>',
    messageId: '<one@alcazar.example>',
  });
  expect(mailbox.list()).toEqual([
    expect.objectContaining({
      from: { name: 'Alcázar', address: 'no-reply@alcazar.example' },
      to: { name: '', address: 'ana@example.test' },
      subject: 'Contraseña cambiada: ¿fuiste tú? 🔑',
      text: expect.stringMatching(/^Hola, Ñandú\.\n\.\nUna línea con un punto\.\n*$/),
      html: expect.stringMatching(/^<p>Hola, <b>Ñandú<\/b>\.<\/p>\n*$/),
      messageId: 'one@alcazar.example',
      read: false,
    }),
  ]);
});

test('every recipient has a copy, the hidden ones too', async () => {
  await send({ to: 'ana@example.test', bcc: 'ben@example.test', subject: 'Both', text: 'Text' });
  expect(mailbox.list().map(({ to }) => to.address)).toEqual(['ben@example.test', 'ana@example.test']);
});

test('a mail of HTML alone has a text to read', async () => {
  await send({ subject: 'HTML', html: '<p>First</p><p>Second</p>' });
  expect(mailbox.list()[0]?.text).toBe('First\nSecond');
});

test('what is too large is refused for good, and the door stays open', async () => {
  const large = send({ subject: 'Large', text: 'x'.repeat(LARGEST_MESSAGE) });
  await expect(large).rejects.toMatchObject({ responseCode: 552 });
  expect(mailbox.list()).toEqual([]);
  await send({ subject: 'Small', text: 'Text' });
  expect(mailbox.list()).toHaveLength(1);
});

test('a client that hangs up in the middle of a mail leaves nothing behind', async () => {
  const socket = connect(door.port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write('EHLO x\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\nSubject: half');
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
  await closed;
  await send({ subject: 'Whole', text: 'Text' });
  expect(mailbox.list().map(({ subject }) => subject)).toEqual(['Whole']);
});

test('two doors on one port: the second takes the next free one', async () => {
  const second = await startSmtpDoor(door.port, mailbox);
  expect(second.port).toBeGreaterThan(door.port);
  await second.stop();
});
