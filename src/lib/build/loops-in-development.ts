import type { Plugin } from 'vite';

/** Each module, and what it exports to begin with. */
const LOOPS = [
  ['/src/lib/mail/delivery.server.ts', 'startDelivery'],
  ['/src/features/payments/background.server.ts', 'startPayments'],
] as const;

/**
 * In development Vite is the server: mails and webhooks leave from here, as they leave from src/entry.bun.ts elsewhere. The
 * modules come from the graph the pages are in, so that a page that queues a mail wakes this delivery.
 */
export function loopsInDevelopment(): Plugin {
  return {
    name: 'alcazar-loops-in-development',
    apply: 'serve',
    configureServer(server) {
      server.httpServer?.once('listening', async () => {
        for (const [module, start] of LOOPS) {
          const loop = (await server.ssrLoadModule(module))[start]();
          server.httpServer?.once('close', () => loop.stop());
        }
      });
    },
  };
}
