import { ENV } from '~/lib/env.server';

/**
 * Where people reach this app, as configured: for links in mails, which outlive the request that sent them. Never what a
 * request says of its host, or whoever sends one chooses where the mail leads. Decision 023.
 */
export const PUBLIC_ORIGIN = ENV.ORIGIN ?? `http://localhost:${ENV.PORT}`;
