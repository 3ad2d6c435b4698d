const { options } = require('./boundaries.cjs');

/** Files that are served to browsers as they are. Routes are not among them: the optimizer takes their loaders out. */
const BROWSER_SAFE = [
  String.raw`^src/features/.*\.(rules|input|limits)\.ts$`,
  String.raw`^src/features/.*\.tsx$`,
  '^src/components/',
];

const SERVER_ONLY = [
  String.raw`^src/.*\.(server|service|schema)\.ts$`,
  '^src/lib/(db|data|supabase)/',
  '^(node_modules/)?(drizzle-orm|postgres|pino|dotenv|@supabase)(/|$)',
  // Charts are worked out on the server: a browser gets paths, not what draws them.
  '^(node_modules/)?(d3-[a-z]+|@date-fns/tz)(/|$)',
];

/**
 * What a browser-safe file reaches at run time, however long the way: here a type is not an import, because it is
 * gone before the browser sees the file.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-server-in-the-browser',
      comment: '*.rules.ts, *.input.ts, components and feature markup lead to no server file.',
      severity: 'error',
      from: { path: BROWSER_SAFE, pathNot: String.raw`\.test\.tsx?$` },
      to: { path: SERVER_ONLY, reachable: true },
    },
    {
      name: 'no-runtime-module-in-the-browser',
      comment: 'node: and bun: modules do not exist there.',
      severity: 'error',
      from: { path: BROWSER_SAFE, pathNot: String.raw`\.test\.tsx?$` },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
};
