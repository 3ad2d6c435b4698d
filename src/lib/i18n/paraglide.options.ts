/**
 * How the typed messages are compiled: once for Vite, once for the type check (`bun run messages`).
 * The locale is handed over by `locale.ts`, so the runtime needs no strategy of its own and no cookie code.
 */
export const paraglideOptions = {
  project: './src/lib/i18n/project.inlang',
  outdir: './src/lib/i18n/paraglide',
  strategy: ['globalVariable', 'baseLocale'] satisfies ['globalVariable', 'baseLocale'],
  emitTsDeclarations: false,
  isServer: 'import.meta.env.SSR',
};
