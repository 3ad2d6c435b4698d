/**
 * The one style block that Qwik City writes itself, in its provider, without a nonce: `:root{view-transition-name:none}`.
 * csp.test.ts notices when an update changes it.
 */
export const QWIK_CITY_STYLE_HASH = "'sha256-BNqWCI6vatXAprQd3EToRi4LD6hlgMUI75jPIWAId3E='";

/**
 * The policy of a page. Scripts run by nonce and by what they load (`strict-dynamic`), styles come from our files:
 * no `style=`, no `useStyles$`, no inline handler anywhere. Forms post to us, and what answers them leads no further than to us
 * or to whom `letFormsLeadTo` names: browsers ask the policy about that as well. Nobody may frame us.
 */
export function pagePolicy(nonce: string, isHttps: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}' ${QWIK_CITY_STYLE_HASH}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

let formTargets: readonly string[] = [];

/** Other houses that an answer to a form of ours may lead to, such as a card service. For the server, when it starts. */
export function letFormsLeadTo(origins: readonly string[]): void {
  formTargets = origins;
}

/** The policy of everything that is no page: opened by itself, it loads, runs and frames nothing. */
export const BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
