import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { PageHead } from '~/components/page-head';
import { ACT_WORDS } from '~/features/admin/act-words';
import { ActInput } from '~/features/admin/admin.input';
import { actsFor, stateOf } from '~/features/admin/admin.rules';
import * as UsersService from '~/features/admin/users.service';
import { nameOf } from '~/features/admin/words';
import { requireFresh, takeAsked } from '~/features/auth/fresh';
import { failWith } from '~/lib/form/refusal';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { perform } from './perform';
import { shownEvent } from './shown-event';
import { UserActivity } from './user-activity';
import { UserActs } from './user-acts';
import { AccountCard, UserFacts } from './user-facts';

export const useUser = routeLoader$(async (event) => {
  const actor = getActor(event);
  const user = await UsersService.requireUser(actor, event.params.id ?? '');
  const isOwn = user.id === actor.id;
  return { ...user, state: stateOf(user), isOwn, acts: isOwn ? [] : actsFor(user) };
});

/** The act that was asked for before this administrator had to confirm who they are. */
export const useAsked = routeLoader$((event) => ActInput.safeParse(takeAsked(event)).data ?? null);

/** Put into words here, so that the browser is not sent the words for whatever else might have happened. */
export const useActivity = routeLoader$(async (event) => {
  const events = await UsersService.listLastEvents(getActor(event), event.params.id ?? '');
  return events.map(shownEvent);
});

export const useAct = routeAction$(async ({ act }, event) => {
  const actor = requireFresh(event, { act });
  try {
    await perform[act](actor, event.params.id ?? '', visitOf(event));
  } catch (error) {
    return failWith(event, error);
  }
  return { done: act };
}, routeInput$(ActInput));

export default component$(() => {
  const user = useUser().value;
  const events = useActivity().value;
  const asked = useAsked().value;
  const act = useAct();
  const problems = [act.value?.fieldErrors?.act, act.value?.formErrors];
  return (
    <>
      <Breadcrumbs places={[{ href: '/admin/users', label: m.admin_users_title() }]} />
      <PageHead title={nameOf(user)} lead={user.email} />
      <div class="mb-6 grid gap-4 empty:hidden">
        {asked && !act.value && (
          <FormAlert tone="info">{m.admin_act_again({ act: ACT_WORDS[asked.act].label() })}</FormAlert>
        )}
        <FormProblems problems={problems} />
        {act.value?.done && <FormAlert tone="good">{ACT_WORDS[act.value.done].done()}</FormAlert>}
      </div>
      <UserFacts user={user} />
      <AccountCard user={user} class="mt-8" />
      <UserActs about={aboutOf(user)} acts={user.acts} action={act} class="mt-8" />
      <UserActivity events={events} class="mt-8" />
    </>
  );
});

/** Two people may share a name, and nobody shares an address. */
function aboutOf(user: { fullName: string | null; email: string }): string {
  return user.fullName ? `${user.fullName} · ${user.email}` : nameOf(user);
}

export const head: DocumentHead = ({ resolveValue }) => ({ title: nameOf(resolveValue(useUser)) });
