import { component$, Slot } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { DateTime } from '~/components/date-time';
import { deviceName } from '~/features/sessions/device-name';
import type { ListedSession } from '~/features/sessions/sessions.service';
import * as m from '~/lib/i18n/paraglide/messages';

/** One device with what its owner recognises it by. The slot holds what can be done about it. */
export const SessionItem = component$<{ session: ListedSession }>(({ session }) => (
  <li class="flex items-start justify-between gap-x-6 gap-y-4 p-5 max-sm:flex-col sm:p-6">
    <div class="min-w-0">
      <h2 class="flex flex-wrap items-center gap-2 text-lg">
        {deviceName(session)}
        {session.isCurrent && <Badge tone="good">{m.sessions_current()}</Badge>}
      </h2>
      <dl class="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt class="text-ink-soft">{m.sessions_address()}</dt>
        <dd class="font-mono break-all">{session.address ?? m.sessions_address_unknown()}</dd>
        <dt class="text-ink-soft">{m.sessions_last_seen()}</dt>
        <dd>
          {session.lastSeenAt ? (
            <DateTime value={session.lastSeenAt} format="moment" />
          ) : (
            m.sessions_never_seen()
          )}
        </dd>
        <dt class="text-ink-soft">{m.sessions_began()}</dt>
        <dd>
          <DateTime value={session.beganAt} format="moment" />
        </dd>
      </dl>
    </div>
    <Slot />
  </li>
));
