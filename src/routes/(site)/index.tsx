import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$ } from '@builder.io/qwik-city';
import { ButtonLink } from '~/components/button-link';
import { TilePattern } from '~/components/tile-pattern';
import * as m from '~/lib/i18n/paraglide/messages';
import { DashboardPicture } from './dashboard-picture';
import { useHasSession } from './layout';
import { Proof } from './proof';
import { shownPicture } from './shown-picture';

export const usePicture = routeLoader$(() => shownPicture(new Date()));

export default component$(() => (
  <>
    <section class="mx-auto grid w-full max-w-6xl items-center gap-12 px-4 pt-10 pb-16 sm:px-8 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:pt-12">
      <div>
        <h1 class="text-3xl sm:text-4xl">{m.site_headline()}</h1>
        <p class="mt-5 max-w-md text-lg text-ink-soft">{m.site_lead()}</p>
        <WaysIn />
      </div>
      <div class="relative overflow-hidden rounded-surface bg-tile px-4 pt-10 text-tile-ink sm:px-10 sm:pt-12">
        <TilePattern tile={112} />
        <DashboardPicture {...usePicture().value} />
      </div>
    </section>
    <Proof />
  </>
));

const WaysIn = component$(() => {
  const hasSession = useHasSession();
  return (
    <div class="mt-8 flex flex-wrap gap-3">
      {hasSession.value ? (
        <ButtonLink href="/dashboard" size="large">
          {m.site_to_dashboard()}
        </ButtonLink>
      ) : (
        <>
          <ButtonLink href="/signup" size="large">
            {m.site_create_account()}
          </ButtonLink>
          <ButtonLink href="/login" size="large" variant="quiet">
            {m.site_sign_in()}
          </ButtonLink>
        </>
      )}
    </div>
  );
});

export const head: DocumentHead = () => ({
  title: m.site_title(),
  meta: [{ name: 'description', content: m.site_lead() }],
});
