import { component$ } from '@builder.io/qwik';
import { type DocumentHead, type RequestHandler, routeLoader$ } from '@builder.io/qwik-city';
import { PageHead } from '~/components/page-head';
import { ThemeSwitch } from '~/components/theme-switch';
import { isDev } from '~/lib/env.server';
import { Charts } from './charts';
import { Controls } from './controls';
import { Foundations } from './foundations';
import { Lists } from './lists';
import { Notices } from './notices';
import { Pieces } from './pieces';
import { sampleCharts } from './sample-charts';

/** The gallery is a tool of the workshop: a production server does not have it. */
export const onRequest: RequestHandler = ({ error }) => {
  if (!isDev) throw error(404, 'Not Found');
};

/** Charts are worked out on the server, here as anywhere. */
export const useSampleCharts = routeLoader$(() => sampleCharts());

/** Every component in every state. English only: who reads it reads code. */
export default component$(() => {
  const charts = useSampleCharts().value;
  return (
    <main id="main" class="mx-auto grid max-w-5xl gap-16 px-4 py-12 sm:px-8">
      <PageHead
        title="Design"
        lead="Every component in every state, in the theme and at the width you look at."
      >
        <div q:slot="action">
          <ThemeSwitch />
        </div>
      </PageHead>
      <Foundations />
      <Controls />
      <Notices />
      <Pieces />
      <Lists />
      <Charts charts={charts} />
    </main>
  );
});

export const head: DocumentHead = { title: 'Design' };
