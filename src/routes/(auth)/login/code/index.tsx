import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, type RequestHandler, routeAction$ } from '@builder.io/qwik-city';
import { AuthShell } from '~/components/auth-shell';
import { Button } from '~/components/button';
import { CodeField } from '~/components/code-field';
import { FormProblems } from '~/components/form-problems';
import { NavLink } from '~/components/nav-link';
import { NextField } from '~/components/next-field';
import { keepDestination } from '~/features/auth/after-confirmation';
import { CodeRequestInput, CodeSignInInput } from '~/features/auth/auth.input';
import { doorOf } from '~/features/auth/door';
import { sendOnSignedIn } from '~/features/auth/guard';
import * as SignInCodeService from '~/features/auth/sign-in-code.service';
import { failWith } from '~/lib/form/refusal';
import { settleForm } from '~/lib/form/settle-form';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { safeNext } from '~/lib/request/safe-next';
import { visitOf } from '~/lib/request/visit';
import { CheckMail } from '../../check-mail';
import { EmailField } from '../../email-field';

export const onGet: RequestHandler = sendOnSignedIn;

export const useRequestCode = routeAction$(async (input, event) => {
  try {
    await SignInCodeService.requestCode(input, visitOf(event));
  } catch (error) {
    return failWith(event, error);
  }
  // The mail has a link as well as the code.
  keepDestination(event, input.next);
  return { sentTo: input.email };
}, routeInput$(CodeRequestInput));

export const useSignInWithCode = routeAction$(async (input, event) => {
  try {
    await SignInCodeService.signInWithCode(doorOf(event), input);
  } catch (error) {
    return failWith(event, error);
  }
  throw event.redirect(303, safeNext(input.next));
}, routeInput$(CodeSignInInput));

type Request = ReturnType<typeof useRequestCode>;
type SignIn = ReturnType<typeof useSignInWithCode>;

/** First the address, then the code. Where a second mail is refused, the code of the first one may still come. */
export default component$(() => {
  const request = useRequestCode();
  const signIn = useSignInWithCode();
  const isAgain = request.formData?.has('again') || signIn.formData;
  const email = request.value?.sentTo ?? (isAgain ? typedIn(request.formData ?? signIn.formData) : undefined);
  if (email) return <EnterCode email={email} request={request} signIn={signIn} />;
  return (
    <AuthShell title={m.auth_code_title()} lead={m.auth_code_lead()}>
      <Form action={request} onSubmitCompleted$={settleForm} class="grid gap-5">
        <FormProblems problems={request.value?.formErrors} />
        <NextField posted={request.formData} />
        <EmailField value={request.formData?.get('email')} error={request.value?.fieldErrors?.email} />
        <Button working={request.isRunning}>{m.auth_code_send()}</Button>
      </Form>
      <UsePassword q:slot="foot" />
    </AuthShell>
  );
});

const EnterCode = component$<{ email: string; request: Request; signIn: SignIn }>(
  ({ email, request, signIn }) => (
    <CheckMail lead={m.auth_code_sent({ email })}>
      <Form action={signIn} onSubmitCompleted$={settleForm} class="grid gap-5">
        <FormProblems problems={signIn.value?.formErrors} />
        <NextField posted={signIn.formData ?? request.formData} />
        <input type="hidden" name="email" value={email} />
        <CodeField value={signIn.formData?.get('code')} error={signIn.value?.fieldErrors?.code} />
        <Button working={signIn.isRunning}>{m.auth_code_submit()}</Button>
      </Form>
      <Form action={request} class="grid gap-5 border-t border-line pt-6">
        <p class="text-sm text-ink-soft">{m.auth_mail_not_there()}</p>
        <FormProblems problems={request.value?.formErrors} />
        <NextField posted={request.formData ?? signIn.formData} />
        <input type="hidden" name="email" value={email} />
        <input type="hidden" name="again" value="1" />
        <Button variant="quiet" working={request.isRunning} class="justify-self-start">
          {m.auth_code_again()}
        </Button>
      </Form>
      <UsePassword q:slot="foot" />
    </CheckMail>
  ),
);

const UsePassword = component$(() => (
  <p>
    {m.auth_code_have_password()}{' '}
    <NavLink href="/login" class="link">
      {m.auth_login_submit()}
    </NavLink>
  </p>
));

function typedIn(form?: FormData): string | undefined {
  return form?.get('email')?.toString();
}

export const head: DocumentHead = () => ({
  title: m.auth_code_title(),
  meta: [{ name: 'description', content: m.auth_code_lead() }],
});
