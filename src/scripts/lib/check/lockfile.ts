import { readFileSync } from 'node:fs';

export interface Floor {
  package: string;
  atLeast: string;
  because: string;
}

type Lock = { packages: Record<string, [resolved: string, ...rest: unknown[]]> };

/**
 * What is wrong with the text of a `bun.lock`: a download address in it (it would tie every clone to one host), or a
 * version below one of the floors, wherever in the tree it stands.
 */
export function lockfileProblems(text: string, floors: Floor[]): string[] {
  const addresses = text.includes('://')
    ? ['bun.lock holds a download address ("://"). Install again without one.']
    : [];
  return [...addresses, ...floors.flatMap((floor) => belowFloor(versionsIn(text), floor))];
}

export function readFloors(): Floor[] {
  return JSON.parse(readFileSync('.ci/advisories.json', 'utf8'));
}

function belowFloor(versions: [name: string, version: string][], floor: Floor): string[] {
  return versions
    .filter(
      ([name, version]) => name === floor.package && !Bun.semver.satisfies(version, `>=${floor.atLeast}`),
    )
    .map(([name, version]) => `${name} ${version} is below ${floor.atLeast}: ${floor.because}.`);
}

/** Every package of the tree as `[name, version]`, the nested copies too. */
function versionsIn(text: string): [name: string, version: string][] {
  // The shape of Bun's text lockfile, version 1 and 2.
  const { packages } = Bun.JSONC.parse(text) as Lock;
  return Object.values(packages).map(([resolved]) => {
    const at = resolved.lastIndexOf('@');
    return [resolved.slice(0, at), resolved.slice(at + 1)];
  });
}
