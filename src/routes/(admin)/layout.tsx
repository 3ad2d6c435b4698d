import { component$, Slot } from '@builder.io/qwik';
import { type RequestHandler, routeLoader$ } from '@builder.io/qwik-city';
import { AppShell } from '~/components/app-shell';
import { guardAdmin } from '~/features/auth/guard';
import { shellUserOf } from '~/features/auth/shell-user';
import { getActor } from '~/lib/request/actor';

/** Everything below is for administrators. For anybody else who is signed in there is nothing here: 404. Guide 18. */
export const onRequest: RequestHandler = guardAdmin;

export const useAdminShellUser = routeLoader$((event) => shellUserOf(getActor(event)));

export default component$(() => {
  const user = useAdminShellUser();
  return (
    <AppShell user={user.value}>
      <Slot />
    </AppShell>
  );
});
