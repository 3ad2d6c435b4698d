import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { config } from 'dotenv';
import type { Problem, Variables } from './guide';
import { followStack } from './stack';

/**
 * Gathers the variables: the process environment wins, then the ports of a running embedded stack
 * (`$LOCAL_DATA_DIR/stack.env`), then `.env`. Reads files, changes nothing, not even `process.env`.
 */
export function gatherVariables(
  processEnv: Variables,
  folder: string,
): { variables: Variables; problems: Problem[] } {
  const real = withoutEmpty(processEnv);
  const dotEnv = readEnvFile(resolve(folder, '.env'));
  const configured = { ...withoutEmpty(dotEnv.variables), ...real };
  const stack = readEnvFile(resolve(folder, configured.LOCAL_DATA_DIR ?? '.local', 'stack.env'));
  const variables = followStack(configured, real, withoutEmpty(stack.variables));
  return {
    variables: { ...variables, DATABASE_CA: certificateText(variables.DATABASE_CA, folder) },
    problems: dotEnv.unreadable ? [{ variable: '.env', wrong: 'is there but cannot be read' }] : [],
  };
}

function readEnvFile(path: string): { variables: Variables; unreadable: boolean } {
  const variables: Variables = {};
  const { error } = config({ path, processEnv: variables, quiet: true });
  return { variables, unreadable: error !== undefined && error.code !== 'ENOENT' };
}

/** A path becomes the text of its file. What cannot be read stays as it is, and the schema says so. */
function certificateText(value: string | undefined, folder: string): string | undefined {
  if (value === undefined || value.includes('-----BEGIN')) return value?.replaceAll('\\n', '\n');
  try {
    return readFileSync(resolve(folder, value), 'utf8');
  } catch {
    return value;
  }
}

function withoutEmpty(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
}
