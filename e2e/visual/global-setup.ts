import { appVariables, untilAnswering } from '../../src/scripts/lib/app';
import { reservePort } from '../../src/scripts/lib/app-port';
import { SERVER } from '../../src/scripts/lib/built-app';
import { startBun } from '../../src/scripts/lib/bun-child';
import { startSite } from '../support/site';

/** The built app as a workshop has it, beside the site of the tests: only there is /design. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const site = await startSite('test-results/visual.log');
  const reserved = await reservePort(0, '127.0.0.1');
  await reserved.release();
  const place = appVariables({ HOST: '127.0.0.1', ORIGIN: undefined }, reserved.port);
  const variables = { ...site.variables, ...place, NODE_ENV: 'development', LOG_LEVEL: 'error' };
  const workshop = startBun([SERVER], { env: variables, output: 'collect' });
  const stop = async () => {
    await workshop.stop();
    await site.stop();
  };
  await untilAnswering(workshop, variables).catch(async (error) => {
    await stop();
    throw error;
  });
  process.env.ORIGIN = place.ORIGIN;
  return stop;
}
