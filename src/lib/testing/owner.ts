import postgres from 'postgres';
import { ENV } from '~/lib/env.server';

/** The owner's connection (DIRECT_URL), for what a test arranges or looks up behind the app's back. Closes itself when idle. */
export const owner = postgres(ENV.DIRECT_URL, {
  max: 2,
  idle_timeout: 1,
  onnotice() {},
  fetch_types: false,
});
