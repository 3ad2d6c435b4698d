import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { ButtonLink } from '~/components/button-link';
import { EmptyState } from '~/components/empty-state';
import { NavLink } from '~/components/nav-link';
import { PageHead } from '~/components/page-head';
import * as ActivityService from '~/features/security/activity.service';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { ActivityDay } from './activity-day';
import { daysOf } from './days';

/** Put into words here, so that the browser is not sent the words for whatever else might have happened. */
export const useActivity = routeLoader$(async (event) => {
  const { events, older } = await ActivityService.listActivity(getActor(event), event.query.get('before'));
  return { days: daysOf(events), older };
});

export default component$(() => {
  const { days, older } = useActivity().value;
  const isLaterPage = useLocation().url.searchParams.has('before');
  return (
    <>
      <PageHead title={m.security_activity_title()} lead={m.security_activity_lead()} />
      {days.length > 0 && <NotYou />}
      {days.map(({ day, events }) => (
        <ActivityDay key={day} day={day} events={events} />
      ))}
      {days.length === 0 && <Nothing isLaterPage={isLaterPage} />}
      {(older || isLaterPage) && (
        <nav aria-label={m.security_activity_pages()} class="mt-8 flex flex-wrap gap-3">
          {isLaterPage && (
            <ButtonLink href="/account/activity" variant="quiet">
              {m.security_activity_newest()}
            </ButtonLink>
          )}
          {older && (
            <ButtonLink href={`/account/activity?before=${older}`} variant="quiet">
              {m.security_activity_older()}
            </ButtonLink>
          )}
        </nav>
      )}
    </>
  );
});

const NotYou = component$(() => (
  <p class="mb-8 flex flex-wrap gap-x-4 gap-y-1 text-sm">
    <span class="text-ink-soft">{m.security_activity_not_you()}</span>
    <NavLink href="/account/sessions" class="link">
      {m.security_activity_end_others()}
    </NavLink>
    <NavLink href="/account/password" class="link">
      {m.security_activity_change_password()}
    </NavLink>
  </p>
));

const Nothing = component$<{ isLaterPage: boolean }>(({ isLaterPage }) =>
  isLaterPage ? (
    <EmptyState title={m.security_activity_end_title()} lead={m.security_activity_end_lead()} />
  ) : (
    <EmptyState title={m.security_activity_empty_title()} lead={m.security_activity_empty_lead()} />
  ),
);

export const head: DocumentHead = () => ({ title: m.security_activity_title() });
