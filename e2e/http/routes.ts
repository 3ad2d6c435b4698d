import { globSync } from 'node:fs';

const ROUTES = 'src/routes';

/** Pages that only exist to be shown in the place of another. */
const NOT_BY_ADDRESS = /^\/(error|\[\.\.\.)/;

/**
 * The paths of all routes below a group such as `(app)`, or of all there are, read from the folder: a new route is tested
 * without being listed. A dynamic part becomes a word.
 */
export function routesBelow(group = ''): string[] {
  return placesOf(`${ROUTES}/${group}/**/index*.{ts,tsx}`);
}

/** Those of them that are drawn. */
export function pagesBelow(group: string): string[] {
  return placesOf(`${ROUTES}/${group}/**/index*.tsx`);
}

function placesOf(pattern: string): string[] {
  const files = globSync(pattern).map((file) => file.replaceAll('\\', '/'));
  const paths = files.map((file) => routeOf(file.slice(ROUTES.length)));
  return [...new Set(paths)].filter((path) => !NOT_BY_ADDRESS.test(path)).sort();
}

/** A path that answers with a file, and is no page. */
const FILE = /\.(csv|pdf)$/;

/** The pages that every user has, whoever they are: those of something of their own are about that thing. */
export function ownPages(): string[] {
  return routesBelow('(app)').filter((path) => !FILE.test(path) && !/\/any(\/|$)/.test(path));
}

/** What is behind the door beside those: the pages of an invoice, and files. */
export function ownThings(invoiceNumber: string): string[] {
  const pages = ownPages();
  return routesBelow('(app)')
    .filter((path) => !pages.includes(path))
    .map((path) => path.replace(/\/any(?=\/|$)/, `/${invoiceNumber}`));
}

/** The paths of the administration, about this user where they are about one. */
export function adminRoutes(userId: string): string[] {
  return routesBelow('(admin)').map((path) => path.replace(/\/any\b/, `/${userId}`));
}

/** Where a file answers, by its place below the folder of the routes: `/(auth)/login/index.tsx`. */
export function routeOf(file: string): string {
  const folders = file
    .split('/')
    .slice(1, -1)
    .filter((folder) => !folder.startsWith('('));
  return `/${folders.join('/')}`.replaceAll(/\[[^\]]+\]/g, 'any');
}
