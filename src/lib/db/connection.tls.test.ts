import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { driverUrl, tlsOptions } from './connection';

const SSL_REQUEST = 80877103;
const REFUSAL = 'no entry for this user';

let folder: string;
let right: Server;
let otherHost: Server;
let plainText: Server;
const overheard: Buffer[] = [];

/** The far end of an encrypted connection: it accepts TLS, and then refuses the user, which proves that the handshake passed. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alcazar-tls-'));
  makeAuthority();
  makeCertificate('localhost');
  makeCertificate('db.example.com');
  right = await listen('localhost');
  otherHost = await listen('db.example.com');
  plainText = await listen(undefined);
});

afterAll(() => {
  for (const server of [right, otherHost, plainText]) server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a connection to a server whose certificate comes from an authority of its own', () => {
  test('require without the authority is encrypted and not checked', async () => {
    expect(await outcome(right, 'require')).toBe('reached');
  });

  test('verify-full without the authority is refused', async () => {
    expect(await outcome(right, 'verify-full')).toMatch(/certificate|issuer/i);
  });

  test('verify-full with the authority is accepted', async () => {
    expect(await outcome(right, 'verify-full', authority())).toBe('reached');
  });

  test('verify-full and require refuse the certificate of another host', async () => {
    expect(await outcome(otherHost, 'verify-full', authority())).toMatch(/altnames|hostname|IDENTITY/i);
    expect(await outcome(otherHost, 'require', authority())).toMatch(/altnames|hostname|IDENTITY/i);
  });

  test('verify-ca accepts the certificate of another host from the same authority', async () => {
    expect(await outcome(otherHost, 'verify-ca', authority())).toBe('reached');
  });

  test('a server that offers no TLS never sees the user or the password', async () => {
    expect(await outcome(plainText, 'require')).not.toBe('reached');
    expect(overheard.length).toBeGreaterThan(0);
    expect(Buffer.concat(overheard).toString('latin1')).not.toContain('alcazar_user');
  });
});

async function outcome(server: Server, mode: string, ca?: string): Promise<string> {
  // The address is what `listen` on a TCP port gives.
  const { port } = server.address() as AddressInfo;
  const url = `postgres://alcazar_user:secret@localhost:${port}/app?sslmode=${mode}`;
  const sql = postgres(driverUrl(url), {
    ssl: tlsOptions({ DATABASE_URL: url, DATABASE_CA: ca }),
    max: 1,
    connect_timeout: 5,
    backoff: false,
  });
  try {
    await sql`select 1`;
    return 'answered';
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return message.includes(REFUSAL) ? 'reached' : message;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

function listen(host: string | undefined): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (request: Buffer) => {
      if (host === undefined) return refuseTls(socket);
      if (request.readInt32BE(4) !== SSL_REQUEST) return void socket.end();
      socket.write('S');
      const secure = new TLSSocket(socket, {
        isServer: true,
        key: file(`${host}.key`),
        cert: file(`${host}.crt`),
      });
      secure.on('error', () => {});
      secure.once('data', () => secure.end(errorResponse()));
    });
  });
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve(server)));
}

function refuseTls(socket: Socket): void {
  socket.write('N');
  socket.once('data', (next: Buffer) => {
    overheard.push(next);
    socket.end();
  });
}

/** The message `E` of the Postgres protocol: fields that end in a zero byte, after the length. */
function errorResponse(): Buffer {
  const fields = Buffer.from(`SFATAL\0C28000\0M${REFUSAL}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  return Buffer.concat([Buffer.from('E'), length, fields]);
}

function makeAuthority(): void {
  openssl(`req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=authority -keyout ca.key -out ca.crt`);
}

function makeCertificate(host: string): void {
  writeFileSync(join(folder, `${host}.ext`), `subjectAltName=DNS:${host}`);
  openssl(`req -newkey rsa:2048 -nodes -subj /CN=${host} -keyout ${host}.key -out ${host}.csr`);
  openssl(
    `x509 -req -in ${host}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 1 -extfile ${host}.ext -out ${host}.crt`,
  );
}

function openssl(command: string): void {
  execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' });
}

function authority(): string {
  return file('ca.crt');
}

function file(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
