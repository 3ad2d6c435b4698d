import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  headers: Headers;
  body: string;
}

export interface RawRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

const PATIENCE_MS = 15_000;

/**
 * Sends a request exactly as it is written: clients tidy `//`, `..` and backslashes away, refuse TRACE, and set `Host`
 * themselves, which is where a guard is tricked. `target` is what stands after the method. Redirects are not followed.
 */
export function rawRequest(origin: string, target: string, request: RawRequest = {}): Promise<RawAnswer> {
  const { method = 'GET', body = '' } = request;
  const { hostname, port, host } = new URL(origin);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const isSized = bytes.length > 0 || method === 'POST';
  const headers: Record<string, string> = { Host: host, Connection: 'close', ...request.headers };
  if (isSized && !headers['Transfer-Encoding']) headers['Content-Length'] ??= String(bytes.length);
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port), timeout: PATIENCE_MS });
    socket.on('data', (chunk) => received.push(Buffer.from(chunk)));
    socket.on('timeout', () => socket.destroy(new Error(`no answer to ${method} ${target}`)));
    socket.on('error', (error) => (received.length > 0 ? socket.destroy() : reject(error)));
    socket.on('close', () => {
      const all = Buffer.concat(received);
      if (all.length > 0) resolve(parsed(all));
      else reject(new Error(`no answer to ${method} ${target}`));
    });
    // latin1: one byte a character, so that a test can write any byte into the request line.
    socket.write(Buffer.from(`${method} ${target} HTTP/1.1\r\n${head.join('')}\r\n`, 'latin1'));
    socket.write(bytes);
  });
}

function parsed(all: Buffer): RawAnswer {
  const end = all.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = all.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Headers();
  for (const line of lines) {
    const [name = '', value = ''] = line.split(/:(.*)/s);
    headers.append(name, value.trim());
  }
  const rest = all.subarray(end + 4);
  const isChunked = headers.get('Transfer-Encoding')?.toLowerCase() === 'chunked';
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    body: (isChunked ? unchunked(rest) : rest).toString('utf8'),
  };
}

function unchunked(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    if (!size) break;
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(chunks);
}
