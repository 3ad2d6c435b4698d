import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { Field } from '~/components/field';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { NavLink } from '~/components/nav-link';
import { PageHead } from '~/components/page-head';
import { ChangePasswordInput } from '~/features/auth/auth.input';
import { PASSWORD_MIN } from '~/features/auth/auth.limits';
import { doorOf } from '~/features/auth/door';
import { renewActor } from '~/features/auth/guard';
import * as PasswordService from '~/features/auth/password.service';
import { failWith } from '~/lib/form/refusal';
import { settleForm } from '~/lib/form/settle-form';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';

export const useOwner = routeLoader$((event) => {
  const { email, profile } = getActor(event);
  return { email, mustChange: profile?.passwordMustChange ?? false };
});

export const useChangePassword = routeAction$(async (input, event) => {
  const actor = getActor(event);
  try {
    await PasswordService.changePassword(doorOf(event), actor, input);
  } catch (error) {
    const refused = failWith(event, error);
    // The current password may have opened another session before the new one was refused.
    if (refused.fieldErrors) await renewActor(event);
    return refused;
  }
  const place = actor.profile?.passwordMustChange ? '/dashboard' : '/account/password';
  throw event.redirect(303, `${place}?notice=password_changed`);
}, routeInput$(ChangePasswordInput));

export default component$(() => {
  const { email, mustChange } = useOwner().value;
  const change = useChangePassword();
  return (
    <>
      <PageHead title={m.auth_change_title()} lead={m.auth_change_lead()} />
      <div class="grid max-w-xl gap-6">
        {mustChange && <FormAlert tone="warn">{m.auth_change_demanded()}</FormAlert>}
        <Done change={change} />
        <Card>
          <ChangeForm change={change} email={email} />
        </Card>
      </div>
    </>
  );
});

type ChangeProps = { change: ReturnType<typeof useChangePassword> };

// What follows the action and the address stands in parts of its own: drawn again on the way to another page, a part that
// asks for the loader would not find it there.

const Done = component$<ChangeProps>(({ change }) => {
  const notice = useLocation().url.searchParams.get('notice');
  if (notice !== 'password_changed' || change.value) return null;
  return <FormAlert tone="good">{m.auth_reset_done()}</FormAlert>;
});

const ChangeForm = component$<ChangeProps & { email: string }>(({ change, email }) => {
  const problems = change.value?.fieldErrors;
  return (
    <Form action={change} onSubmitCompleted$={settleForm} class="grid gap-6">
      <FormProblems problems={change.value?.formErrors} />
      {/* Not for reading and not sent: a password manager looks here for whose passwords these are. */}
      <input type="text" autocomplete="username" value={email} readOnly hidden />
      <div class="grid gap-2">
        <Field
          name="currentPassword"
          type="password"
          label={m.auth_change_current()}
          autocomplete="current-password"
          required
          error={problems?.currentPassword}
        />
        <NavLink href="/forgot-password" class="link justify-self-start text-sm">
          {m.auth_change_forgot()}
        </NavLink>
      </div>
      <Field
        name="newPassword"
        type="password"
        label={m.auth_reset_label()}
        hint={m.auth_password_hint({ min: PASSWORD_MIN })}
        autocomplete="new-password"
        required
        minLength={PASSWORD_MIN}
        error={problems?.newPassword}
      />
      <Button working={change.isRunning} class="justify-self-start">
        {m.auth_reset_submit()}
      </Button>
    </Form>
  );
});

export const head: DocumentHead = () => ({ title: m.auth_change_title() });
