import { component$, Slot } from '@builder.io/qwik';
import { type RequestHandler, routeLoader$ } from '@builder.io/qwik-city';
import { AppShell } from '~/components/app-shell';
import { guardSession } from '~/features/auth/guard';
import { shellUserOf } from '~/features/auth/shell-user';
import { getActor } from '~/lib/request/actor';

/** Everything below is for signed-in users: pages, their data, their actions, whatever the method. Guide 4.2. */
export const onRequest: RequestHandler = guardSession;

export const useShellUser = routeLoader$((event) => shellUserOf(getActor(event)));

export default component$(() => {
  const user = useShellUser();
  return (
    <AppShell user={user.value}>
      <Slot />
    </AppShell>
  );
});
