import { component$, type PropsOf } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { Card } from '~/components/card';
import { DateTime } from '~/components/date-time';
import { EVENTS_SHOWN } from '~/features/admin/admin.limits';
import * as m from '~/lib/i18n/paraglide/messages';
import type { ShownEvent } from './shown-event';

type UserActivityProps = Pick<PropsOf<'section'>, 'class'> & { events: ShownEvent[] };

export const UserActivity = component$<UserActivityProps>(({ events, class: extra }) => (
  <Card
    title={m.admin_activity_title()}
    lead={events.length > 0 ? m.admin_activity_lead({ count: EVENTS_SHOWN }) : m.admin_activity_none()}
    class={extra}
  >
    <ol class="divide-y divide-line text-sm">
      {events.map(({ id, words, isRefused, facts, occurredAt }) => (
        <li key={id} class="gap-6 py-3 first:pt-0 last:pb-0 sm:flex sm:items-baseline sm:justify-between">
          <div class="min-w-0">
            <p class="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
              {words}
              {isRefused && <Badge tone="bad">{m.admin_event_refused()}</Badge>}
            </p>
            <p class="wrap-anywhere text-ink-soft">{facts.join(' · ')}</p>
          </div>
          <DateTime value={occurredAt} format="moment" class="whitespace-nowrap text-ink-soft" />
        </li>
      ))}
    </ol>
  </Card>
));
