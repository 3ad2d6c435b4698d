import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { ButtonLink } from '~/components/button-link';
import { EmptyState } from '~/components/empty-state';
import { PageHead } from '~/components/page-head';
import { Pager } from '~/components/pager';
import { UsersQuery } from '~/features/admin/admin.input';
import * as UsersService from '~/features/admin/users.service';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { shownTo } from './shown-user';
import { UserFilter } from './user-filter';
import { UserTable } from './user-table';

export const useUsers = routeLoader$(async (event) => {
  const query = UsersQuery.parse(Object.fromEntries(event.query));
  const actor = getActor(event);
  const page = await UsersService.listUsers(actor, query);
  const { search, role, state } = query;
  return { ...page, rows: page.rows.map((user) => shownTo(actor, user)), filter: { search, role, state } };
});

export default component$(() => {
  const { rows, newer, older, filter } = useUsers().value;
  const here = useLocation().url;
  return (
    <>
      <PageHead title={m.admin_users_title()} lead={m.admin_users_lead()} />
      <UserFilter {...filter} />
      {rows.length > 0 ? (
        <UserTable users={rows} />
      ) : (
        <EmptyState title={m.admin_users_none_title()} lead={m.admin_users_none_lead()}>
          <ButtonLink href="/admin/users" variant="quiet">
            {m.admin_search_clear()}
          </ButtonLink>
        </EmptyState>
      )}
      <Pager
        label={m.admin_users_pages()}
        newer={newer && pageAt(here, 'newer', newer)}
        older={older && pageAt(here, 'older', older)}
        class="mt-8"
      />
    </>
  );
});

/** The same search, another page of it. */
function pageAt(here: URL, direction: 'newer' | 'older', position: string): string {
  const search = new URLSearchParams(here.search);
  search.delete('newer');
  search.delete('older');
  search.set(direction, position);
  return `/admin/users?${search}`;
}

export const head: DocumentHead = () => ({ title: m.admin_users_title() });
