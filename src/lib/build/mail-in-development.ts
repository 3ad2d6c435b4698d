import type { Plugin } from 'vite';

const DELIVERY = '/src/lib/mail/delivery.server.ts';

/**
 * In development Vite is the server: mails leave from here, as they leave from src/entry.bun.ts elsewhere. The module comes
 * from the graph the pages are in, so that a page that queues a mail wakes this delivery.
 */
export function mailInDevelopment(): Plugin {
  return {
    name: 'alcazar-mail-in-development',
    apply: 'serve',
    configureServer(server) {
      server.httpServer?.once('listening', async () => {
        const { startDelivery } = await server.ssrLoadModule(DELIVERY);
        const delivery = startDelivery();
        server.httpServer?.once('close', () => delivery.stop());
      });
    },
  };
}
