import type { ListedEvent } from '~/features/security/activity.service';
import { eventSentence } from '~/features/security/event-words';
import { deviceName } from '~/features/sessions/device-name';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatDate } from '~/lib/time';

/** An event as it is drawn. */
export interface ShownEvent {
  id: string;
  occurredAt: Date;
  isRefused: boolean;
  sentence: string;
  /** From which device, or by whom. */
  by: string;
  address: string | null;
}

export interface Day {
  day: string;
  events: ShownEvent[];
}

/** The events in their order, under the day on which they happened where the reader is. */
export function daysOf(events: ListedEvent[]): Day[] {
  const days = Map.groupBy(events, ({ occurredAt }) => formatDate(occurredAt));
  return [...days].map(([day, ofDay]) => ({ day, events: ofDay.map(shown) }));
}

function shown(event: ListedEvent): ShownEvent {
  const { id, occurredAt, outcome, isByAdmin } = event;
  return {
    id,
    occurredAt,
    isRefused: outcome === 'refused',
    sentence: eventSentence(event),
    by: isByAdmin ? m.security_activity_by_admin() : deviceName(event),
    address: isByAdmin ? null : (event.address ?? m.security_activity_address_unknown()),
  };
}
