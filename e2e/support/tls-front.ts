import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TlsFront {
  origin: string;
  /** The authority that vouches for it: of this front alone, and gone with it. */
  certificate: string;
  /** Sends what comes to this address, as a proxy in production does. */
  leadTo(httpOrigin: string): void;
  stop(): Promise<void>;
}

/** TLS on loopback with a certificate that nobody else will ever see. */
export function startTlsFront(): TlsFront {
  const { key, cert } = throwAwayCertificate();
  let target = '';
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    tls: { key, cert },
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const { status, headers, body } = await fetch(target + pathname + search, {
        method: request.method,
        headers: request.headers,
        redirect: 'manual',
        decompress: false,
      });
      return new Response(body, { status, headers });
    },
  });
  return {
    origin: `https://localhost:${server.port}`,
    certificate: cert,
    leadTo: (httpOrigin) => {
      target = httpOrigin;
    },
    stop: () => server.stop(true),
  };
}

function throwAwayCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'alcazar-tls-'));
  const command =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost';
  const files = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', 'key.pem', '-out', 'cert.pem'];
  try {
    execFileSync('openssl', [...command.split(' '), ...files], { cwd: folder, stdio: 'ignore' });
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return { key: read('key.pem'), cert: read('cert.pem') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
