import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Address {
  name: string;
  address: string;
}

export interface Mail {
  id: string;
  from: Address;
  to: Address;
  subject: string;
  text: string;
  html: string;
  /** ISO 8601, UTC. */
  created: string;
  read: boolean;
  /** What the sender called it, without the angle brackets; the same for each copy of a mail that came twice. */
  messageId?: string;
}

export type OutgoingMail = Pick<Mail, 'from' | 'to' | 'subject' | 'text' | 'html' | 'messageId'>;

export interface Mailbox {
  deliver(mail: OutgoingMail): void;
  /** Newest first. */
  list(): Mail[];
  find(id: string): Mail | null;
  markRead(id: string): void;
  /** Removes these mails, or all of them. */
  remove(ids?: string[]): void;
}

const KEPT = 500;

/** Keeps the mails of the auth server and of the app: the newest 500, one file each, so that they are still there after a restart. */
export function openMailbox(folder: string): Mailbox {
  mkdirSync(folder, { recursive: true });
  const mails = load(folder);
  let lastNumber = Number.parseInt(mails.at(-1)?.id ?? '0', 10);

  const store = (mail: Mail) => {
    const file = fileOf(folder, mail.id);
    writeFileSync(`${file}.new`, JSON.stringify(mail), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  const drop = (mail: Mail) => {
    mails.splice(mails.indexOf(mail), 1);
    rmSync(fileOf(folder, mail.id), { force: true });
  };
  const find = (id: string) => mails.find((mail) => mail.id === id) ?? null;

  return {
    find,
    list: () => mails.toReversed(),
    deliver(outgoing) {
      lastNumber += 1;
      const id = `${String(lastNumber).padStart(8, '0')}-${crypto.randomUUID()}`;
      const mail = { ...outgoing, id, created: new Date().toISOString(), read: false };
      mails.push(mail);
      store(mail);
      for (const old of mails.slice(0, Math.max(0, mails.length - KEPT))) drop(old);
    },
    markRead(id) {
      const mail = find(id);
      if (!mail || mail.read) return;
      mail.read = true;
      store(mail);
    },
    remove(ids) {
      for (const mail of [...mails]) if (!ids || ids.includes(mail.id)) drop(mail);
    },
  };
}

/** The name of a file sorts by arrival. */
const fileOf = (folder: string, id: string) => join(folder, `${id}.json`);

function load(folder: string): Mail[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}
