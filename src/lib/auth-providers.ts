/** Other sites that may say who somebody is, as the auth server calls them. */
export const PROVIDERS = ['github', 'google'] as const;

export type AuthProvider = (typeof PROVIDERS)[number];

/** How they call themselves, in every language. */
export const PROVIDER_NAMES: Record<AuthProvider, string> = { github: 'GitHub', google: 'Google' };

export function isAuthProvider(word: string): word is AuthProvider {
  return PROVIDERS.some((provider) => provider === word);
}
