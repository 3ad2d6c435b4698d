import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, type RequestHandler, routeAction$ } from '@builder.io/qwik-city';
import { AuthShell } from '~/components/auth-shell';
import { Button } from '~/components/button';
import { Field } from '~/components/field';
import { FormProblems } from '~/components/form-problems';
import { NewPasswordInput } from '~/features/auth/auth.input';
import { PASSWORD_MIN } from '~/features/auth/auth.limits';
import { doorOf } from '~/features/auth/door';
import * as PasswordService from '~/features/auth/password.service';
import { guardReset } from '~/features/auth/recovery';
import { endReset } from '~/features/auth/reset-permission';
import { failWith } from '~/lib/form/refusal';
import { settleForm } from '~/lib/form/settle-form';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';

export const onRequest: RequestHandler = guardReset;

export const useResetPassword = routeAction$(async (input, event) => {
  try {
    await PasswordService.resetPassword(doorOf(event), input);
  } catch (error) {
    return failWith(event, error);
  }
  endReset(event);
  throw event.redirect(303, '/dashboard?notice=password_changed');
}, routeInput$(NewPasswordInput));

export default component$(() => {
  const reset = useResetPassword();
  return (
    <AuthShell title={m.auth_reset_title()} lead={m.auth_reset_lead()}>
      <Form action={reset} onSubmitCompleted$={settleForm} class="grid gap-5">
        <FormProblems problems={reset.value?.formErrors} />
        <Field
          name="password"
          type="password"
          label={m.auth_reset_label()}
          hint={m.auth_password_hint({ min: PASSWORD_MIN })}
          autocomplete="new-password"
          required
          minLength={PASSWORD_MIN}
          error={reset.value?.fieldErrors?.password}
        />
        <Button working={reset.isRunning}>{m.auth_reset_submit()}</Button>
      </Form>
    </AuthShell>
  );
});

export const head: DocumentHead = () => ({ title: m.auth_reset_title() });
