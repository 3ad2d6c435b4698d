/** The exports of one file of a route: layouts first, the page or endpoint last. */
export type RouteModule = Readonly<Record<string, unknown>>;

const HANDLERS = {
  GET: 'onGet',
  POST: 'onPost',
  PUT: 'onPut',
  PATCH: 'onPatch',
  DELETE: 'onDelete',
} as const;

/**
 * The modules of the route that Qwik City matched, none where it matched nothing. It keeps them on the event under a symbol
 * that it does not export; a test against the built server notices when an update moves it.
 */
export function matchedModules(ev: object): readonly RouteModule[] {
  const key = Object.getOwnPropertySymbols(ev).find((symbol) => symbol.description === 'RequestEvRoute');
  if (!key)
    throw new Error('Qwik City keeps the matched route elsewhere: see src/lib/request/route-modules.ts');
  const route: readonly [name: string, params: unknown, modules: readonly RouteModule[]] | null = Reflect.get(
    ev,
    key,
  );
  return route?.[2] ?? [];
}

/**
 * The methods a route has an answer for; null when it decides by itself or there is none. It decides by itself with an `onRequest` in
 * its last file, unless that file takes forms: then it is a guard before them.
 */
export function allowedMethods(modules: readonly RouteModule[]): string[] | null {
  const leaf = modules.at(-1);
  if (!leaf || (leaf.onRequest && !leaf.onPost && !hasAnyAction(leaf))) return null;
  const methods = Object.entries(HANDLERS).flatMap(([method, handler]) => (leaf[handler] ? [method] : []));
  const page = isPage(leaf) ? ['GET', ...(modules.some(hasAnyAction) ? ['POST'] : [])] : [];
  const all = new Set([...page, ...methods]);
  return [...(all.has('GET') ? ['GET', 'HEAD'] : []), ...all, 'OPTIONS'].filter(isFirst);
}

/** Is the route no page, but something that takes posts of any kind and reads them by itself? */
export function isEndpoint(modules: readonly RouteModule[]): boolean {
  const leaf = modules.at(-1);
  return leaf?.onPost !== undefined && !isPage(leaf);
}

/** Does a post with this action id belong to the page? One with an `onPost` takes those that name none. */
export function hasAction(modules: readonly RouteModule[], actionId: string | null): boolean {
  if (actionId === null && modules.at(-1)?.onPost) return true;
  return modules.some((module) => actionsOf(module).includes(actionId));
}

function isPage(module: RouteModule): boolean {
  return typeof module.default === 'function';
}

function hasAnyAction(module: RouteModule): boolean {
  return actionsOf(module).length > 0;
}

function actionsOf(module: RouteModule): unknown[] {
  return Object.values(module).flatMap((value) =>
    typeof value === 'function' && '__brand' in value && value.__brand === 'server_action' && '__id' in value
      ? [value.__id]
      : [],
  );
}

function isFirst(method: string, index: number, all: string[]): boolean {
  return all.indexOf(method) === index;
}
