import { createQwikCity } from '@builder.io/qwik-city/middleware/bun';
import qwikCityPlan from '@qwik-city-plan';
import { manifest } from '@qwik-client-manifest';
import render from './entry.ssr';

const { router, notFound, staticFile } = createQwikCity({ render, qwikCityPlan, manifest });

const server = Bun.serve({
  port: Number(process.env.PORT ?? 3000),
  async fetch(request) {
    return (await staticFile(request)) ?? (await router(request)) ?? notFound(request);
  },
});
console.log(`http://localhost:${server.port}`);
