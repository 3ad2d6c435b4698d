import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = { '~': fileURLToPath(new URL('./src', import.meta.url)) };
const shared = {
  setupFiles: ['src/lib/testing/console.setup.ts'],
  // Bun's module namespaces look like transpiled CommonJS to the interop, which then hides zod's `z`; Bun needs no interop.
  deps: { interopDefault: false },
};

/**
 * `unit` needs nothing. `integration` shares one stack that its global set-up starts on free ports (STACK=real: the
 * machine's own Postgres and pgbouncer). `stack` is about the stack itself and the commands that start it: each of its
 * tests starts its own.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{.ci,docs,src,supabase}/**/*.test.ts'],
          exclude: ['**/*.{int,stack}.test.ts'],
          ...shared,
          // Some of them start processes, and a machine may have better things to do.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['src/**/*.int.test.ts'],
          globalSetup: ['src/lib/testing/stack.setup.ts'],
          ...shared,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 20_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'stack',
          include: ['supabase/**/*.int.test.ts', 'src/scripts/**/*.stack.test.ts'],
          ...shared,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
