import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, useLocation } from '@builder.io/qwik-city';
import { AuthShell } from '~/components/auth-shell';
import { Button } from '~/components/button';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { NavLink } from '~/components/nav-link';
import { EmailInput } from '~/features/auth/auth.input';
import * as PasswordService from '~/features/auth/password.service';
import { failWith } from '~/lib/form/refusal';
import { settleForm } from '~/lib/form/settle-form';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { visitOf } from '~/lib/request/visit';
import { CheckMail } from '../check-mail';
import { EmailField } from '../email-field';

export const useRequestReset = routeAction$(async (input, event) => {
  try {
    await PasswordService.requestPasswordReset(input, visitOf(event));
  } catch (error) {
    return failWith(event, error);
  }
  return { sentTo: input.email };
}, routeInput$(EmailInput));

export default component$(() => {
  const request = useRequestReset();
  if (request.value?.sentTo) {
    return <CheckMail lead={m.auth_mail_reset_lead({ email: request.value.sentTo })} />;
  }
  return (
    <AuthShell title={m.auth_forgot_title()} lead={m.auth_forgot_lead()}>
      <RequestForm request={request} />
      <p q:slot="foot">
        {m.auth_forgot_remembered()}{' '}
        <NavLink href="/login" class="link">
          {m.auth_login_submit()}
        </NavLink>
      </p>
    </AuthShell>
  );
});

const RequestForm = component$<{ request: ReturnType<typeof useRequestReset> }>(({ request }) => {
  const linkIsOver = useLocation().url.searchParams.get('error') === 'link_over' && !request.value;
  return (
    <Form action={request} onSubmitCompleted$={settleForm} class="grid gap-5">
      {linkIsOver && (
        <FormAlert tone="warn">
          {m.auth_link_title()}. {m.auth_link_recovery()}
        </FormAlert>
      )}
      <FormProblems problems={request.value?.formErrors} />
      <EmailField value={request.formData?.get('email')} error={request.value?.fieldErrors?.email} />
      <Button working={request.isRunning}>{m.auth_forgot_submit()}</Button>
    </Form>
  );
});

export const head: DocumentHead = () => ({
  title: m.auth_forgot_title(),
  meta: [{ name: 'description', content: m.auth_forgot_lead() }],
});
