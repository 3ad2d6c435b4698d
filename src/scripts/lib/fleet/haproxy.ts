import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the front is told. */
export interface FrontSettings {
  port: number;
  /** The ports of the instances, on this machine. */
  instances: readonly number[];
  /** A whole HTTP answer in a file, for when no instance lives. */
  nobodyFile: string;
}

/** The haproxy of this machine, or null. */
export function findHaproxy(): string | null {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
    '/opt/homebrew/bin',
  ];
  return folders.map((folder) => join(folder, 'haproxy')).find((file) => existsSync(file)) ?? null;
}

/**
 * One address before all instances. Whoever is ready gets the requests. When nobody is, the database is away from all of
 * them: then whoever lives gets them, because the app knows how to say so, and pages that need no database are served on.
 * What never reached an instance is sent to another one, whatever it is; what may have reached one is repeated only when it
 * is a read. A connection serves one request, so that nothing is sent into one that is about to be closed. Decision 150.
 */
export function haproxySettings({ port, instances, nobodyFile }: FrontSettings): string {
  return `global
  maxconn 2000

defaults
  mode http
  timeout connect 1s
  timeout client 60s
  timeout server 60s
  timeout queue 2s
  timeout check 3s
  timeout http-request 10s
  option http-server-close
  http-reuse never
  option redispatch 1
  retries 4
  retry-on conn-failure empty-response
  errorfile 503 ${nobodyFile}

frontend site
  bind 127.0.0.1:${port}
  http-request set-header X-Forwarded-For %[src]
  use_backend ready if { nbsrv(ready) gt 0 }
  default_backend living

${backend('ready', instances)}
${backend('living', instances)}`;
}

/** The instances of which the health check of that name says yes. */
function backend(name: 'ready' | 'living', instances: FrontSettings['instances']): string {
  const check = name === 'ready' ? '/health/ready' : '/health/live';
  const servers = instances.map((instance, n) => `  server app${n + 1} 127.0.0.1:${instance}\n`).join('');
  return `backend ${name}
  balance roundrobin
  http-request disable-l7-retry unless METH_GET
  option httpchk GET ${check}
  http-check expect status 200
  default-server check inter 500ms fastinter 100ms downinter 250ms fall 1 rise 1
${servers}`;
}

/** The answer of the front itself, when no instance lives: the page of the maintenance, which needs nobody. */
export function nobodyAnswer(): string {
  const page = readFileSync(join(import.meta.dirname, 'nobody.html'), 'utf8');
  const head = [
    'HTTP/1.1 503 Service Unavailable',
    'Content-Type: text/html; charset=utf-8',
    'Cache-Control: no-store',
    'Retry-After: 5',
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${page}`;
}
