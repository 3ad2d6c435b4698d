import { type AuthProvider, isAuthProvider } from '~/lib/auth-providers';

/** What is wrong with the list of other sites to sign in with, counting from one. */
export function providerListProblems(raw: string): string[] {
  return splitList(raw).flatMap((word, index) =>
    isAuthProvider(word) ? [] : [`entry ${index + 1} is neither github nor google`],
  );
}

/** The list in its order, each once. */
export function readProviders(raw: string): AuthProvider[] {
  return [...new Set(splitList(raw).filter(isAuthProvider))];
}

function splitList(raw: string): string[] {
  return raw.split(/[\s,]+/).filter((word) => word !== '');
}
