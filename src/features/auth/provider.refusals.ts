import * as m from '~/lib/i18n/paraglide/messages';

/** Why a sign-in through another site came to nothing. */
export type ProviderRefusal = keyof typeof SENTENCES;

/** What the auth server calls it. Its own sentences, and those of the other site, are not shown: anybody can write them. */
const BY_CODE = new Map<string | null, ProviderRefusal>(
  Object.entries({
    provider_email_needs_verification: 'unverified',
    signup_disabled: 'closed',
    user_banned: 'locked',
    bad_oauth_state: 'over',
    flow_state_expired: 'over',
    flow_state_not_found: 'over',
  } as const),
);

/** What the sign-in page says, by the word that it is sent. */
const SENTENCES = {
  denied: () => m.auth_provider_denied(),
  unverified: () => m.auth_provider_unverified(),
  closed: () => m.auth_signup_closed(),
  locked: () => m.auth_account_locked(),
  over: () => m.auth_provider_over(),
  away: () => m.auth_provider_away(),
};

/** Reads the address that the auth server has sent a browser back to. Null where it brings a code. Pure. */
export function providerRefusal(query: URLSearchParams): ProviderRefusal | null {
  const error = query.get('error');
  if (!error) return query.get('code') ? null : 'over';
  return BY_CODE.get(query.get('error_code')) ?? (error === 'access_denied' ? 'denied' : 'away');
}

/** The sentence for it; null for a word that is none of these. */
export function providerSentence(refusal: string): string | null {
  return Object.hasOwn(SENTENCES, refusal) ? SENTENCES[refusal as ProviderRefusal]() : null; // one of its own keys
}
