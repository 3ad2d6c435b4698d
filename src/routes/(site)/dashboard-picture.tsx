import { component$ } from '@builder.io/qwik';
import { Avatar } from '~/components/avatar';
import { Badge } from '~/components/badge';
import { DateTime } from '~/components/date-time';
import { Fact, Facts } from '~/components/facts';
import { Mark } from '~/components/mark';
import { Money } from '~/components/money';
import * as m from '~/lib/i18n/paraglide/messages';

const NEXT_CHARGE = new Date('2026-03-14T00:00:00Z');

/** The dashboard as it looks after signing in, drawn with its own parts: a picture, so nothing in it can be used. */
export const DashboardPicture = component$(() => (
  <div
    role="img"
    aria-label={m.site_picture_label()}
    class="relative overflow-hidden rounded-t-surface bg-canvas text-ink shadow-float"
  >
    <div class="flex items-center justify-between border-b border-line px-5 py-3">
      <span class="flex items-center gap-2 font-display text-sm font-semibold">
        <Mark size={18} class="text-action" />
        {m.common_app_name()}
      </span>
      <Avatar name="Ana Beltrán" />
    </div>
    <div class="px-5 pt-6 sm:px-8 sm:pt-8">
      <p class="font-display text-xl font-semibold sm:text-2xl">{m.site_picture_greeting()}</p>
      <p class="mt-2 text-sm text-ink-soft">{m.site_picture_calm()}</p>
      <Facts class="mt-6 -mb-px rounded-b-none">
        <Fact label={m.site_picture_plan()}>
          Pro <Badge tone="good">{m.site_picture_active()}</Badge>
        </Fact>
        <Fact label={m.site_picture_next_charge()}>
          <Money amount={2500n} currency="EUR" />
        </Fact>
        <Fact label={m.site_picture_renews()}>
          <DateTime value={NEXT_CHARGE} format="short" />
        </Fact>
        <Fact label={m.site_picture_role()}>{m.site_picture_member()}</Fact>
      </Facts>
    </div>
  </div>
));
