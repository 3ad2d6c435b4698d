import { globSync, readFileSync } from 'node:fs';
import { pagesBelow, routeOf } from './routes';

const ROUTES = 'src/routes';
const TAKES_A_FORM = /export const (use\w+) = routeAction\$|export const (onPost)\b/g;

/** All that takes a form, as folder and name, read from the routes: `(auth)/login useSignIn`. */
export function formsOnDisk(): string[] {
  return takers()
    .map(({ folder, name }) => `${folder} ${name}`)
    .sort();
}

/** What takes a form at which route: its own, and what the layouts around it bring to each of their pages. */
export function takersByRoute(): Map<string, string[]> {
  const byRoute = new Map<string, string[]>();
  for (const { file, folder, name } of takers()) {
    const isLayout = /\blayout\.tsx?$/.test(file);
    for (const route of isLayout ? pagesBelow(folder) : [routeOf(file)])
      byRoute.set(route, [...(byRoute.get(route) ?? []), name]);
  }
  return byRoute;
}

function takers(): { file: string; folder: string; name: string }[] {
  const files = globSync(`${ROUTES}/**/*.{ts,tsx}`).filter((file) => !/\.test\.tsx?$/.test(file));
  return files.flatMap((path) => {
    const file = path.slice(ROUTES.length);
    const folder = file.slice(1, file.lastIndexOf('/'));
    const found = [...readFileSync(path, 'utf8').matchAll(TAKES_A_FORM)];
    return found.map(([, action, handler = '']) => ({ file, folder, name: action ?? handler }));
  });
}
