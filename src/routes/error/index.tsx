import { component$ } from '@builder.io/qwik';
import { type DocumentHead, type RequestHandler, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { buttonClass } from '~/components/button-style';
import { CopyField } from '~/components/copy-field';
import { SiteShell } from '~/components/site-shell';
import { AppError } from '~/lib/errors';
import { wordsFor } from '~/lib/http/failure-words';
import { shownFailure } from '~/lib/http/shown-failure';
import * as m from '~/lib/i18n/paraglide/messages';
import { requestId } from '~/lib/request/context';

/** Asked for by its own address there is no failure to show. */
export const onRequest: RequestHandler = (ev) => {
  if (!shownFailure(ev)) throw new AppError('not_found', 'There is no page at this address.');
};

export const useFailure = routeLoader$((ev) => ({
  status: shownFailure(ev)?.status ?? 500,
  requestId: requestId(ev),
}));

/** What went wrong, what was kept and what to do next. Needs no session and no database: either may be what is away. */
export default component$(() => {
  const { status, requestId: id } = useFailure().value;
  const words = wordsFor(status);
  const { pathname, search } = useLocation().url;
  const isWorthRetrying = (status >= 500 || status === 429) && pathname !== '/error';

  return (
    <SiteShell>
      <section class="mx-auto w-full max-w-6xl px-4 py-16 sm:px-8 sm:py-24">
        <p class="text-sm font-medium text-ink-faint tabular-nums">{status}</p>
        <h1 class="mt-2 text-2xl sm:text-3xl">{words.title}</h1>
        <p class="mt-4 max-w-measure text-lg text-ink-soft">{words.text}</p>
        <p class="mt-8 flex flex-wrap gap-3">
          {isWorthRetrying && (
            <a href={pathname + search} class={buttonClass('primary')}>
              {m.error_retry()}
            </a>
          )}
          {/* A plain link: whatever failed, the next page is loaded afresh. */}
          <a href="/" class={buttonClass(isWorthRetrying ? 'quiet' : 'primary')}>
            {m.error_home()}
          </a>
        </p>
        <p class="mt-12 text-xs text-ink-faint">
          {m.error_request()}: <CopyField value={id} what={m.error_request()} />
        </p>
      </section>
    </SiteShell>
  );
});

export const head: DocumentHead = ({ resolveValue }) => ({
  title: wordsFor(resolveValue(useFailure).status).title,
});
