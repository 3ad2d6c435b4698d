import { component$ } from '@builder.io/qwik';
import { Avatar } from '~/components/avatar';
import { Badge } from '~/components/badge';
import { DateTime } from '~/components/date-time';
import { NavLink } from '~/components/nav-link';
import { Cell, Row, Table } from '~/components/table';
import { nameOf } from '~/features/admin/words';
import * as m from '~/lib/i18n/paraglide/messages';
import type { ShownUser } from './shown-user';
import { RoleBadge, StateBadge } from './user-badges';

export const UserTable = component$<{ users: ShownUser[] }>(({ users }) => {
  const columns = [m.admin_user(), m.admin_role(), m.admin_state(), m.admin_joined(), m.admin_last_seen()];
  return (
    <Table label={m.admin_users_list_label()} columns={columns}>
      {users.map((user) => (
        <Row key={user.id}>
          <Cell>
            <Person user={user} />
          </Cell>
          <Cell label={m.admin_role()}>
            <RoleBadge role={user.role} />
          </Cell>
          <Cell label={m.admin_state()}>
            <StateBadge state={user.state} />
          </Cell>
          <Cell label={m.admin_joined()}>
            <DateTime value={user.createdAt} format="short_day" />
          </Cell>
          <Cell label={m.admin_last_seen()}>
            {user.lastSeenAt ? <DateTime value={user.lastSeenAt} format="short_day" /> : m.admin_never_seen()}
          </Cell>
        </Row>
      ))}
    </Table>
  );
});

const Person = component$<{ user: ShownUser }>(({ user }) => (
  <div class="flex min-w-0 items-center gap-3">
    <Avatar name={nameOf(user)} />
    <div class="min-w-0">
      <p class="flex flex-wrap items-center gap-2">
        <NavLink href={`/admin/users/${user.id}`} class="link font-medium wrap-anywhere">
          {nameOf(user)}
        </NavLink>
        {user.isOwn && <Badge>{m.admin_you()}</Badge>}
      </p>
      {user.fullName && <p class="wrap-anywhere text-ink-soft">{user.email}</p>}
    </div>
  </div>
));
