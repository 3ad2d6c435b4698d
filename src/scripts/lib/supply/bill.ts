import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { agreedLicence, type LicencePolicy } from './licences';
import type { Installed } from './production-tree';

interface Project {
  name: string;
  version: string;
  license: string;
  dependencies: Record<string, string>;
}

/**
 * The bill of materials as CycloneDX 1.6 in JSON: each package of the tree with its licence, the hash of the lockfile and what
 * it needs. The same tree gives the same text, so that two bills can be compared.
 */
export function billOfMaterials(
  project: Project,
  tree: Map<string, Installed>,
  policy: LicencePolicy,
): string {
  const components = new Map(
    [...tree].map(([place, each]) => [place, componentOf(place, each, agreedLicence(each, policy))]),
  );
  const needs = (component: Models.Component, places: string[]) => {
    for (const place of places) {
      const needed = components.get(place);
      if (needed) component.dependencies.add(needed.bomRef);
    }
  };
  for (const [place, component] of components) needs(component, tree.get(place)?.needs ?? []);

  const app = new Models.Component(Enums.ComponentType.Application, project.name, {
    version: project.version,
    bomRef: project.name,
    licenses: new Models.LicenseRepository([licence(project.license)]),
  });
  needs(app, Object.keys(project.dependencies));
  const bill = new Models.Bom({
    metadata: new Models.Metadata({ component: app }),
    components: new Models.ComponentRepository(components.values()),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bill, { sortLists: true, space: 2 })}\n`;
}

function componentOf(
  place: string,
  { name, version, integrity }: Installed,
  agreed: string,
): Models.Component {
  const [group, own = name] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return new Models.Component(Enums.ComponentType.Library, own, {
    group,
    version,
    bomRef: place,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    hashes: new Models.HashDictionary(hashesOf(integrity)),
    licenses: new Models.LicenseRepository(agreed ? [licence(agreed)] : []),
  });
}

/** The lockfile writes them in base64, a bill in hexadecimal. */
function hashesOf(integrity: string): [Enums.HashAlgorithm, string][] {
  const [algorithm, digest = ''] = integrity.split(/-(.*)/s);
  if (algorithm !== 'sha512') return [];
  return [[Enums.HashAlgorithm['SHA-512'], Buffer.from(digest, 'base64').toString('hex')]];
}

function licence(id: string): Models.License {
  return / (OR|AND|WITH) /.test(id) ? new Models.LicenseExpression(id) : new Models.SpdxLicense(id);
}
