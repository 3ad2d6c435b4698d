import { fileURLToPath } from 'node:url';
import { setServerPlatform } from '@builder.io/qwik/server';
import qwikCityPlan from '@qwik-city-plan';
import { manifest } from '@qwik-client-manifest';
import render from './entry.ssr';
import { startPayments } from './features/payments/background.server';
import { FORM_TARGETS } from './features/payments/form-targets.server';
import { closeDatabase } from './lib/db/client';
import { ENV } from './lib/env.server';
import { createApp } from './lib/http/app';
import { loadAssets } from './lib/http/assets';
import { letFormsLeadTo } from './lib/http/csp';
import { drainer } from './lib/http/drain';
import { createHandler } from './lib/http/handler';
import { listen } from './lib/http/listen';
import { log, setLogLevel } from './lib/log.server';
import { startDelivery } from './lib/mail/delivery.server';
import { PUBLIC_ORIGIN } from './lib/public-origin.server';

/**
 * The server. Whatever is wrong with the environment has ended the process by now: `env.server` is evaluated with the
 * imports, and nothing listens before the last lines of this file.
 */
setLogLevel(ENV.LOG_LEVEL);
letFormsLeadTo(FORM_TARGETS);
await setServerPlatform(manifest);

const handle = createHandler({
  origin: PUBLIC_ORIGIN,
  trustedProxy: ENV.TRUSTED_PROXY,
  assets: loadAssets(fileURLToPath(new URL('../dist', import.meta.url))),
  app: createApp({ render, qwikCityPlan }),
});

const server = listen({ port: ENV.PORT, hostname: ENV.HOST, handle });
const loops = [startDelivery(), startPayments()];
const drain = drainer({
  stop: () => Promise.all([server.stop(), ...loops.map((loop) => loop.stop())]),
  close: closeDatabase,
  exit: (code) => process.exit(code),
  noticeMs: ENV.DRAIN_SECONDS * 1000,
});

process.on('SIGTERM', () => drain()).on('SIGINT', () => drain());
// A promise that nobody waited for is a bug, not a reason to drop everybody's requests.
process.on('unhandledRejection', (err) => log.error('process.unhandled_rejection', { err }));
process.on('uncaughtException', (err) => {
  log.error('process.uncaught_exception', { err });
  drain(1);
});

log.info('server.ready', {
  origin: PUBLIC_ORIGIN,
  listens: `${server.hostname}:${server.port}`,
  ms: Math.round(performance.now()),
});
