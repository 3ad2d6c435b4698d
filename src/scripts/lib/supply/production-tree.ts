import { existsSync, readFileSync } from 'node:fs';

/** A package that runs in production, as it is installed here. */
export interface Installed {
  name: string;
  version: string;
  /** As its own `package.json` says; empty when it says nothing. */
  licence: string;
  /** `sha512-…`, as the lockfile has it. */
  integrity: string;
  /** The places of those it needs, as the lockfile names them. */
  needs: string[];
}

type Entry = [resolved: string, registry: string, info: Needs, integrity: string];
interface Needs {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalPeers?: string[];
}
interface Lock {
  workspaces: Record<string, { dependencies: Record<string, string> }>;
  packages: Record<string, Entry>;
}

/**
 * Every package that the app needs in production, by its place in the tree (`a`, or `a/b` for a copy that `a` has for itself).
 * A package for another kind of machine is not installed here, and is left out.
 */
export function productionTree(
  lockfile = readFileSync('bun.lock', 'utf8'),
  root = 'node_modules',
): Map<string, Installed> {
  // The shape of Bun's text lockfile, version 1 and 2.
  const { workspaces, packages } = Bun.JSONC.parse(lockfile) as Lock;
  const tree = new Map<string, Installed>();
  const waiting = placesOf(packages, '', Object.keys(workspaces['']?.dependencies ?? {}));
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const entry = packages[place];
    const folder = `${root}/${stepsTo(place).join('/node_modules/')}`;
    if (!entry || tree.has(place) || !existsSync(folder)) continue;
    const [resolved, , info, integrity] = entry;
    const at = resolved.lastIndexOf('@');
    const needs = placesOf(packages, place, namesIn(info));
    tree.set(place, {
      name: resolved.slice(0, at),
      version: resolved.slice(at + 1),
      licence: licenceOf(folder),
      integrity,
      needs,
    });
    waiting.push(...needs);
  }
  for (const each of tree.values()) each.needs = each.needs.filter((place) => tree.has(place));
  return tree;
}

function namesIn({
  dependencies,
  optionalDependencies,
  peerDependencies,
  optionalPeers = [],
}: Needs): string[] {
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return names.filter((name) => !optionalPeers.includes(name));
}

/** Where each of these is found from a place: the nearest copy, as a runtime would look. */
function placesOf(packages: Lock['packages'], from: string, names: string[]): string[] {
  return names.flatMap((name) => {
    const near = [...ancestorsOf(from).map((place) => `${place}/${name}`), name];
    return near.find((place) => place in packages) ?? [];
  });
}

/** `a/@b/c` is in `a`: the place itself first, then those around it. */
function ancestorsOf(place: string): string[] {
  const steps = stepsTo(place);
  return steps.map((_, index) => steps.slice(0, steps.length - index).join('/'));
}

const stepsTo = (place: string): string[] => place.match(/(@[^/]+\/)?[^/]+/g) ?? [];

function licenceOf(folder: string): string {
  const { license, licenses } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  if (typeof license === 'string') return license;
  const old = license ?? licenses;
  return Array.isArray(old) ? old.map(({ type }) => type).join(' OR ') : (old?.type ?? '');
}
