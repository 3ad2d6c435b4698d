import { startSite } from './site';

/** One site for all tests. The workers inherit its addresses: `ORIGIN`, `MAILBOX_URL` and what else the app reads. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const site = await startSite('test-results/server.log');
  Object.assign(process.env, site.variables);
  return site.stop;
}
