import { eventWords } from '~/features/admin/event-words';
import type { UserEvent } from '~/features/admin/users.service';
import { deviceOf } from '~/features/sessions/device';
import { deviceName } from '~/features/sessions/device-name';
import * as m from '~/lib/i18n/paraglide/messages';

/** An event as it is drawn. */
export function shownEvent({ id, occurredAt, outcome, address, userAgent, by, ...event }: UserEvent) {
  const where = userAgent || address ? [deviceName(deviceOf(userAgent)), address] : [];
  const facts = [...where, by && m.admin_event_by({ who: by })].filter((fact) => fact !== null);
  return { id, occurredAt, isRefused: outcome === 'refused', words: eventWords(event), facts };
}

export type ShownEvent = ReturnType<typeof shownEvent>;
