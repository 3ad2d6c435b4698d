import { gatherVariables } from './env/files';
import { report } from './env/guide';
import { type Env, parseEnvironment } from './env/schema';

export type { Env };

/** The checked environment. Importing this module ends the process with code 1, before anything listens, when a rule is broken. Guide 1.2. */
export const ENV: Env = requireEnvironment();
export const isDev = ENV.NODE_ENV === 'development';
export const isProd = ENV.NODE_ENV === 'production';

function requireEnvironment(): Env {
  const { variables, problems } = gatherVariables(process.env, process.cwd());
  const parsed = parseEnvironment(variables);
  if (parsed.ok && problems.length === 0) return Object.freeze(parsed.env);
  console.error(report([...problems, ...(parsed.ok ? [] : parsed.problems)]));
  process.exit(1);
}
