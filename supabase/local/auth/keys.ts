import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fixed, so that .env.example works as it stands; they open a server that listens on loopback only. */
export const PUBLISHABLE_KEY = 'sb_publishable_local_development';
export const SECRET_KEY = 'sb_secret_local_development';

/** The key that signs access tokens, made once for each data folder, so that no token of another copy is valid here. */
export function jwtSecret(dataDir: string): string {
  const file = join(dataDir, 'jwt-secret');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const secret = randomBytes(48).toString('base64url');
    writeFileSync(file, secret, { mode: 0o600 });
    return secret;
  }
}
