import { relative } from 'node:path';
import type { Plugin } from 'vite';

/** What holds secrets or talks to the database. A browser-safe neighbour (`*.input.ts`, `*.rules.ts`) has another ending. */
const SERVER_ONLY = /\/src\/(.+\.(server|service)\.tsx?|lib\/(db|data|supabase)\/.+)$/;

/** Functions that answer at every address, past the guard of its layout. */
const PAST_THE_GUARD = /\b(server\$|globalAction\$)\s*\(/;

/**
 * Fails the browser's build when a server-only module is part of it, and names the files that brought it there. Loaders,
 * actions and handlers are gone from the browser's half by then, and their imports with them: what is left is a leak.
 * Fails either build on a function that no guard covers.
 */
export function serverOnly(): Plugin {
  let isBrowserBuild = false;
  let root = '';

  return {
    name: 'alcazar-server-only',
    enforce: 'pre',
    apply: 'build',
    configResolved(config) {
      isBrowserBuild = !config.build.ssr;
      root = config.root;
    },
    transform(code, id) {
      const [, name] = id.startsWith(`${root}/src/`) ? (PAST_THE_GUARD.exec(code) ?? []) : [];
      if (name)
        this.error(
          `${relative(root, id)} uses ${name}, which runs past every guard. Use a loader or an action of the route.`,
        );
    },
    buildEnd(error) {
      if (error || !isBrowserBuild) return;
      const leaks = [...this.getModuleIds()].filter((id) => SERVER_ONLY.test(withoutQuery(id)));
      const chains = leaks.map((id) =>
        describeChain(id, (of) => this.getModuleInfo(of)?.importers ?? [], root),
      );
      if (chains.length > 0) this.error(`Server-only modules in the browser's build:\n${chains.join('\n')}`);
    },
  };
}

type ImportersOf = (id: string) => readonly string[];

/** `src/lib/db/client.ts ← src/features/x/x.tsx ← …`: from the leak up to where the browser enters. */
export function describeChain(leak: string, importersOf: ImportersOf, root: string): string {
  const chain = [leak];
  for (let at = leak; ; ) {
    const next = importersOf(at).find((importer) => !chain.includes(importer));
    if (!next) break;
    chain.push(next);
    at = next;
  }
  return `  ${chain.map((id) => relative(root, withoutQuery(id))).join(' ← ')}`;
}

function withoutQuery(id: string): string {
  return id.replace(/\?.*$/, '').replaceAll('\\', '/');
}
