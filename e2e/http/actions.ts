import { globSync, readFileSync } from 'node:fs';

const ROUTES = 'src/routes';
const TAKES_A_FORM = /export const (use\w+) = routeAction\$|export const (onPost)\b/g;

/** All that takes a form, as folder and name, read from the routes: `(auth)/login useSignIn`. */
export function formsOnDisk(): string[] {
  const files = globSync(`${ROUTES}/**/*.{ts,tsx}`).filter((file) => !/\.test\.tsx?$/.test(file));
  return files
    .flatMap((file) => {
      const folder = file.slice(ROUTES.length + 1, file.lastIndexOf('/'));
      return [...readFileSync(file, 'utf8').matchAll(TAKES_A_FORM)].map(
        ([, action, handler]) => `${folder} ${action ?? handler}`,
      );
    })
    .sort();
}
