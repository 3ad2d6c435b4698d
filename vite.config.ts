import { fileURLToPath } from 'node:url';
import { qwikVite } from '@builder.io/qwik/optimizer';
import { bunServerAdapter } from '@builder.io/qwik-city/adapters/bun-server/vite';
import { qwikCity } from '@builder.io/qwik-city/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { paraglideOptions } from './src/lib/i18n/paraglide.options';

/**
 * `vite build` writes the browser's half to dist/, `vite build --ssr src/entry.bun.ts` the server's to server/.
 * Both halves must be built by the same runtime: chunk names differ between Node and Bun.
 */
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    paraglideVitePlugin(paraglideOptions),
    qwikCity({ trailingSlash: false }),
    qwikVite(),
    tailwindcss(),
    ...(isSsrBuild ? [bunServerAdapter({ ssg: null })] : []),
  ],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    ...(isSsrBuild
      ? { rollupOptions: { input: ['src/entry.bun.ts', 'src/entry.ssr.tsx', '@qwik-city-plan'] } }
      : {}),
  },
}));
