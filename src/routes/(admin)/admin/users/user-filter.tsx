import { component$ } from '@builder.io/qwik';
import { Button } from '~/components/button';
import { Field } from '~/components/field';
import { NavLink } from '~/components/nav-link';
import { Select } from '~/components/select';
import type { UsersQuery } from '~/features/admin/admin.input';
import { SEARCH_MAX } from '~/features/admin/admin.limits';
import { ROLE_WORDS, STATE_WORDS } from '~/features/admin/words';
import * as m from '~/lib/i18n/paraglide/messages';

type UserFilterProps = Pick<UsersQuery, 'search' | 'role' | 'state'>;

/** What the list is narrowed to. A GET form: the address says it, so that it can be kept and sent to a colleague. */
export const UserFilter = component$<UserFilterProps>(({ search, role, state }) => (
  <form
    method="get"
    action="/admin/users"
    class="mb-8 grid grid-cols-2 items-end gap-4 lg:grid-cols-[1fr_11rem_13rem_auto]"
  >
    <Field
      name="search"
      type="search"
      label={m.admin_search_label()}
      value={search}
      maxLength={SEARCH_MAX}
      autocomplete="off"
      class="max-lg:col-span-2"
    />
    <Select
      name="role"
      label={m.admin_role()}
      value={role}
      options={choices(m.admin_role_any(), ROLE_WORDS)}
    />
    <Select
      name="state"
      label={m.admin_state()}
      value={state}
      options={choices(m.admin_state_any(), STATE_WORDS)}
    />
    <div class="flex flex-wrap items-center gap-4 max-lg:col-span-2">
      <Button>{m.admin_search_submit()}</Button>
      {(search || role || state) && (
        <NavLink href="/admin/users" class="link text-sm">
          {m.admin_search_clear()}
        </NavLink>
      )}
    </div>
  </form>
));

function choices(any: string, words: Record<string, () => string>) {
  return [
    { value: '', label: any },
    ...Object.entries(words).map(([value, word]) => ({ value, label: word() })),
  ];
}
