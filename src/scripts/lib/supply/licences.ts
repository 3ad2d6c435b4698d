import { readFileSync } from 'node:fs';
import type { Installed } from './production-tree';

/** Licences that anybody may build a closed product on, and the packages that were looked at one by one. */
export interface LicencePolicy {
  allowed: string[];
  /** `*` at the end of a name is for its copies for other machines. */
  packages: { package: string; licence: string; because: string }[];
}

/** The packages whose licence nobody has agreed to, and the exceptions that nothing needs any more. */
export function licenceProblems(tree: Iterable<Installed>, policy: LicencePolicy): string[] {
  const all = [...tree];
  const open = all.filter(({ name, licence }) => {
    const known = policy.packages.find((exception) => isMeant(exception.package, name));
    return known ? licence !== '' && licence !== known.licence : !policy.allowed.includes(licence);
  });
  const idle = policy.packages.filter((known) => !all.some(({ name }) => isMeant(known.package, name)));
  return [
    ...open.map(({ name, version, licence }) => `${name} ${version}: ${licence || 'no licence'}`),
    ...idle.map((known) => `${known.package} is an exception, and no package of ours`),
  ];
}

/** What was read in its files stands above what its `package.json` says. */
export function agreedLicence({ name, licence }: Installed, { packages }: LicencePolicy): string {
  return packages.find((known) => isMeant(known.package, name))?.licence ?? licence;
}

export function readLicencePolicy(): LicencePolicy {
  return JSON.parse(readFileSync('.ci/licences.json', 'utf8'));
}

function isMeant(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
