import { fileURLToPath } from 'node:url';
import { qwikVite } from '@builder.io/qwik/optimizer';
import { qwikCity } from '@builder.io/qwik-city/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { browserChunk } from './src/lib/build/browser-chunk';
import { loopsInDevelopment } from './src/lib/build/loops-in-development';
import { serverOnly } from './src/lib/build/server-only';
import { paraglideOptions } from './src/lib/i18n/paraglide.options';

/**
 * `bun run build` (src/scripts/build.ts) writes the browser's half to dist/ and the server's to server/. No adapter of
 * Qwik City: src/entry.bun.ts is the server, and nothing is generated ahead. docs/decisions/020.
 */
export default defineConfig(({ command, isSsrBuild }) => ({
  plugins: [
    serverOnly(),
    loopsInDevelopment(),
    paraglideVitePlugin(paraglideOptions),
    qwikCity({ trailingSlash: false }),
    qwikVite({
      // A rewrite is how a failed page becomes the error page and keeps its address.
      experimental: ['enableRequestRewrite'],
      // A style in the page would need a hash in the policy for each build, and would be sent again with each page.
      optimizerOptions: { inlineStylesUpToBytes: 0 },
    }),
    tailwindcss(),
  ],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // a font or picture as `data:` would not pass the policy
    rollupOptions: isSsrBuild ? { input: ['src/entry.bun.ts'] } : { output: { manualChunks: browserChunk } },
  },
  publicDir: isSsrBuild ? false : 'public',
  // In development Qwik City handles requests outside of Vite's graph: a second copy inside would have other classes, and
  // the error boundary would take a redirect for a bug.
  ...(command === 'serve' && { ssr: { external: ['@builder.io/qwik-city/middleware/request-handler'] } }),
}));
