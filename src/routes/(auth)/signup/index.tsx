import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, type RequestHandler, routeAction$ } from '@builder.io/qwik-city';
import { AuthShell } from '~/components/auth-shell';
import { Button } from '~/components/button';
import { Field } from '~/components/field';
import { FormProblems } from '~/components/form-problems';
import { NextField } from '~/components/next-field';
import { OrLine } from '~/components/or-line';
import { keepDestination } from '~/features/auth/after-confirmation';
import { SignUpInput } from '~/features/auth/auth.input';
import { FULL_NAME_MAX, PASSWORD_MIN } from '~/features/auth/auth.limits';
import * as AuthService from '~/features/auth/auth.service';
import { sendOnSignedIn } from '~/features/auth/guard';
import { failWith } from '~/lib/form/refusal';
import { settleForm } from '~/lib/form/settle-form';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { visitOf } from '~/lib/request/visit';
import { ConfirmationSent } from '../confirmation-sent';
import { EmailField } from '../email-field';
import { useProviders, useResend } from '../layout';
import { ProviderButtons } from '../provider-buttons';
import { WayInLink } from '../way-in-link';

export const onGet: RequestHandler = sendOnSignedIn;

export const useSignUp = routeAction$(async (input, event) => {
  try {
    await AuthService.signUp(input, visitOf(event));
  } catch (error) {
    return failWith(event, error);
  }
  keepDestination(event, input.next);
  return { sentTo: input.email };
}, routeInput$(SignUpInput));

export default component$(() => {
  const signUp = useSignUp();
  const resend = useResend();
  const sentTo = resend.value?.sentTo ?? signUp.value?.sentTo;
  if (sentTo) return <ConfirmationSent email={sentTo} resend={resend} />;
  return (
    <AuthShell title={m.auth_signup_title()} lead={m.auth_signup_lead()}>
      <SignUpForm signUp={signUp} />
      <OtherWays posted={signUp.formData} />
      <p q:slot="foot">
        {m.auth_signup_has_account()}{' '}
        <WayInLink href="/login" posted={signUp.formData}>
          {m.auth_login_submit()}
        </WayInLink>
      </p>
    </AuthShell>
  );
});

/** A code makes no account; another site does. */
const OtherWays = component$<{ posted?: FormData }>(({ posted }) => {
  if (useProviders().value.length === 0) return null;
  return (
    <div class="mt-6 grid gap-4">
      <OrLine />
      <ProviderButtons posted={posted} />
    </div>
  );
});

const SignUpForm = component$<{ signUp: ReturnType<typeof useSignUp> }>(({ signUp }) => (
  <Form action={signUp} onSubmitCompleted$={settleForm} class="grid gap-5">
    <FormProblems problems={signUp.value?.formErrors} />
    <NextField posted={signUp.formData} />
    <Field
      name="fullName"
      label={m.auth_full_name_label()}
      autocomplete="name"
      required
      maxLength={FULL_NAME_MAX}
      value={signUp.formData?.get('fullName')}
      error={signUp.value?.fieldErrors?.fullName}
    />
    <EmailField value={signUp.formData?.get('email')} error={signUp.value?.fieldErrors?.email} />
    <Field
      name="password"
      type="password"
      label={m.auth_password_label()}
      hint={m.auth_password_hint({ min: PASSWORD_MIN })}
      autocomplete="new-password"
      required
      minLength={PASSWORD_MIN}
      error={signUp.value?.fieldErrors?.password}
    />
    <Button working={signUp.isRunning}>{m.auth_signup_submit()}</Button>
  </Form>
));

export const head: DocumentHead = () => ({
  title: m.auth_signup_title(),
  meta: [{ name: 'description', content: m.auth_signup_lead() }],
});
