import { isUnfilled } from './placeholders';

/** What is wrong with the key that goes to every browser. Empty when nothing is. The signature of a legacy key cannot be checked here. */
export function publicKeyProblems(key: string): string[] {
  if (isUnfilled(key)) return ['still has a placeholder in brackets, it is not filled in yet'];
  if (key.startsWith('sb_secret_')) return [`is a secret key. ${SECRET_WARNING}`];
  if (key.startsWith('sbp_')) return ['is a personal access token of your account, which must not be here'];
  if (key.startsWith('sb_publishable_')) {
    return /^sb_publishable_[\w-]+$/.test(key)
      ? []
      : ['is a publishable key that is cut short or has stray characters'];
  }
  const claims = legacyClaims(key);
  if (!claims) return ['is neither a publishable key nor a legacy anon key'];
  if (claims.role === 'service_role') return [`is a service_role key. ${SECRET_WARNING}`];
  if (claims.role !== 'anon') return ['is a token, but not the anon key: its role is another one'];
  return [];
}

/** What is wrong with the shared secret that signs access tokens. HS256 asks for as many bytes as its hash has. */
export function signingSecretProblems(secret: string): string[] {
  if (isUnfilled(secret)) return ['still has a placeholder in brackets, it is not filled in yet'];
  if (secret.startsWith('sb_') || legacyClaims(secret))
    return ['is an API key and not the secret that signs tokens'];
  return Buffer.byteLength(secret) >= 32
    ? []
    : ['has fewer than 32 bytes, which is too short to sign tokens with'];
}

/** What a legacy key says about itself, or undefined when the text is no JSON Web Token. */
export function legacyClaims(key: string): { role?: unknown; ref?: unknown; iss?: unknown } | undefined {
  const [header, payload, signature, ...rest] = key.split('.');
  if (!header || !payload || !signature || rest.length > 0 || !/^[\w.-]+$/.test(key)) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

const SECRET_WARNING =
  'It bypasses row level security and this variable is public: use the publishable key, and rotate the secret one if it was ever published';
