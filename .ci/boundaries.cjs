/**
 * The arrows of the house (docs/decisions/051-boundaries.md), for dependency-cruiser:
 * routes -> features -> lib, components -> lib, routes -> components. Types count as imports here.
 * What a browser can reach at run time is the business of boundaries.browser.cjs.
 */
const TESTS = String.raw`\.test\.tsx?$|^src/lib/testing/`;
const ROUTE = String.raw`^src/routes.*/(index|plugin)[^/]*\.tsx?$`;
const LAYOUT = String.raw`^src/routes.*/layout[^/]*\.tsx?$`;

/** The database and its driver: a page asks a service, and the service asks these. */
const DATABASE = [
  '^(node_modules/)?(drizzle-orm|postgres)(/|$)',
  '^src/lib/db/',
  String.raw`^src/lib/data/system\.ts$`,
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two services that call each other are one service, or are missing a third. Types may meet.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nobody-imports-a-route',
      comment: 'A route is the end of the line: what two places need lives in a feature, a component or lib.',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { path: ROUTE },
    },
    {
      name: 'a-layout-is-for-its-pages',
      comment: 'Pages read the loaders of the layout they stand in; nobody else does.',
      severity: 'error',
      from: { pathNot: ['^src/routes/', TESTS] },
      to: { path: LAYOUT },
    },
    {
      name: 'lib-knows-nothing-above',
      comment: 'lib/db/schema.ts alone looks up: it gathers the tables of the features.',
      severity: 'error',
      from: { path: '^src/lib/', pathNot: [TESTS, String.raw`^src/lib/db/schema\.ts$`] },
      to: { path: '^src/(routes|features|components|scripts)/' },
    },
    {
      name: 'the-schema-gathers-tables-only',
      severity: 'error',
      from: { path: String.raw`^src/lib/db/schema\.ts$` },
      to: { path: '^src/(routes|features|components|scripts)/', pathNot: String.raw`\.schema\.ts$` },
    },
    {
      name: 'components-know-lib-only',
      severity: 'error',
      from: { path: '^src/components/', pathNot: TESTS },
      to: { path: '^src/(routes|features|scripts)/' },
    },
    {
      name: 'features-know-no-route',
      severity: 'error',
      from: { path: '^src/features/', pathNot: TESTS },
      to: { path: '^src/(routes|scripts)/' },
    },
    {
      name: 'pages-ask-services',
      comment: 'Routes and components reach the database through a service, never by themselves (seed 002).',
      severity: 'error',
      from: { path: '^src/(routes|components)/', pathNot: TESTS },
      to: { path: DATABASE },
    },
    {
      name: 'nobody-imports-a-script',
      comment: 'Scripts may import everything; what others need of them belongs into lib.',
      severity: 'error',
      from: {
        path: '^(src|e2e|supabase)/',
        pathNot: [
          '^src/scripts/',
          TESTS,
          String.raw`^e2e/(support/|((screens|visual)/)?playwright\.config|visual/global-setup|screens/screens)`,
        ],
      },
      to: { path: '^src/scripts/' },
    },
    {
      name: 'the-app-knows-no-stack',
      comment:
        'The embedded Supabase is one of four places the app runs on: only scripts and tests start it.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/scripts/', TESTS] },
      to: { path: '^(supabase|e2e)/' },
    },
    {
      name: 'no-barrel',
      comment: 'Import the file, not the folder: a barrel pulls the server into the browser.',
      severity: 'error',
      from: { path: String.raw`^src/(features|components|lib).*/index\.tsx?$` },
      to: {},
    },
    {
      name: 'every-alias-resolves',
      comment: 'A path that leads nowhere is a path no other rule sees.',
      severity: 'error',
      from: {},
      to: { path: '^~/', couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/lib/(i18n/paraglide|types)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
  },
};
