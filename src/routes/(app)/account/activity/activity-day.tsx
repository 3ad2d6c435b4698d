import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { DateTime } from '~/components/date-time';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Day, ShownEvent } from './days';

/** A day of the account, hung on a line: what happened, on which device, from where, at what time. */
export const ActivityDay = component$<Day>(({ day, events }) => (
  <section aria-label={day} class="mt-8 first-of-type:mt-0">
    <h2 class="text-lg">{day}</h2>
    <ol class="mt-4 ml-1.5 border-l border-line">
      {events.map((event) => (
        <ActivityItem key={event.id} event={event} />
      ))}
    </ol>
  </section>
));

const ActivityItem = component$<{ event: ShownEvent }>(({ event }) => (
  <li class="relative py-3 pl-6 sm:flex sm:items-baseline sm:justify-between sm:gap-6">
    <span
      aria-hidden="true"
      class={['absolute top-5 -left-[5px] size-[9px] rounded-full', event.isRefused ? 'bg-bad' : 'bg-edge']}
    />
    <div class="min-w-0">
      <p class="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
        {event.sentence}
        {event.isRefused && <Badge tone="bad">{m.security_activity_refused()}</Badge>}
      </p>
      <p class="flex flex-wrap gap-x-3 text-sm text-ink-soft">
        <span>{event.by}</span>
        {event.address && <span class="font-mono break-all">{event.address}</span>}
      </p>
    </div>
    <DateTime value={event.occurredAt} format="time" class="text-sm whitespace-nowrap text-ink-soft" />
  </li>
));
