import { component$, type PropsOf } from '@builder.io/qwik';
import { Card } from '~/components/card';
import { CopyField } from '~/components/copy-field';
import { DateTime } from '~/components/date-time';
import { Fact, Facts } from '~/components/facts';
import type { UserState } from '~/features/admin/admin.rules';
import type { User } from '~/features/admin/users.service';
import { currentLocale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatDate } from '~/lib/time';
import { RoleBadge, StateBadge } from '../user-badges';

/** What one has to know of an account before doing anything to it. */
export const UserFacts = component$<{ user: User & { state: UserState } }>(({ user }) => (
  <Facts>
    <Fact label={m.admin_role()}>
      <RoleBadge role={user.role} />
    </Fact>
    <Fact label={m.admin_state()} note={since(user.suspendedAt)}>
      <StateBadge state={user.state} />
    </Fact>
    <Fact label={m.admin_joined()}>
      <DateTime value={user.createdAt} format="short_day" class="text-base" />
    </Fact>
    <Fact label={m.admin_last_seen()}>
      {user.lastSeenAt ? (
        <DateTime value={user.lastSeenAt} format="moment" class="text-base" />
      ) : (
        <span class="text-base">{m.admin_never_seen()}</span>
      )}
    </Fact>
  </Facts>
));

/** What is kept about it besides. */
export const AccountCard = component$<Pick<PropsOf<'section'>, 'class'> & { user: User }>(
  ({ user, class: extra }) => (
    <Card title={m.admin_account()} class={extra}>
      <dl class="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_1fr] [&>dd]:mb-2 sm:[&>dd]:mb-0">
        <dt class="text-ink-soft">{m.admin_id()}</dt>
        <dd>
          <CopyField value={user.id} what={m.admin_id()} />
        </dd>
        <dt class="text-ink-soft">{m.admin_language()}</dt>
        <dd>{user.locale ? languageOf(user.locale) : m.admin_language_unknown()}</dd>
        <dt class="text-ink-soft">{m.admin_time_zone()}</dt>
        <dd>{user.timeZone ?? m.admin_time_zone_unknown()}</dd>
      </dl>
    </Card>
  ),
);

function languageOf(locale: string): string | undefined {
  return new Intl.DisplayNames(currentLocale(), { type: 'language' }).of(locale);
}

function since(moment: Date | null): string | undefined {
  return moment ? m.admin_since({ when: formatDate(moment) }) : undefined;
}
