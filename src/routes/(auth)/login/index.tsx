import { component$ } from '@builder.io/qwik';
import {
  type DocumentHead,
  Form,
  type RequestHandler,
  routeAction$,
  useLocation,
} from '@builder.io/qwik-city';
import { AuthShell } from '~/components/auth-shell';
import { Button } from '~/components/button';
import { ButtonLink } from '~/components/button-link';
import { Field } from '~/components/field';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { IconMail } from '~/components/icons';
import { NavLink } from '~/components/nav-link';
import { NextField } from '~/components/next-field';
import { OrLine } from '~/components/or-line';
import { SignInInput } from '~/features/auth/auth.input';
import * as AuthService from '~/features/auth/auth.service';
import { doorOf } from '~/features/auth/door';
import { sendOnSignedIn } from '~/features/auth/guard';
import { providerSentence } from '~/features/auth/provider.refusals';
import { failWith } from '~/lib/form/refusal';
import { settleForm } from '~/lib/form/settle-form';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { safeNext } from '~/lib/request/safe-next';
import { ConfirmationSent } from '../confirmation-sent';
import { EmailField } from '../email-field';
import { useResend } from '../layout';
import { ProviderButtons } from '../provider-buttons';
import { ResendForm } from '../resend-form';
import { WayInLink } from '../way-in-link';

export const onGet: RequestHandler = sendOnSignedIn;

export const useSignIn = routeAction$(async (input, event) => {
  try {
    const outcome = await AuthService.signIn(doorOf(event), input);
    if (outcome === 'unconfirmed') {
      event.status(403);
      return { unconfirmed: input.email };
    }
  } catch (error) {
    return failWith(event, error);
  }
  throw event.redirect(303, safeNext(input.next));
}, routeInput$(SignInInput));

export default component$(() => {
  const signIn = useSignIn();
  const resend = useResend();
  if (resend.value?.sentTo) return <ConfirmationSent email={resend.value.sentTo} resend={resend} />;
  return (
    <AuthShell title={m.auth_login_title()}>
      <div class="grid gap-6">
        <SentHere hidden={Boolean(signIn.value)} />
        <FormProblems problems={signIn.value?.formErrors} />
        {signIn.value?.unconfirmed && <Unconfirmed email={signIn.value.unconfirmed} resend={resend} />}
        <SignInForm signIn={signIn} />
        <OtherWays posted={signIn.formData} />
      </div>
      <p q:slot="foot">
        {m.auth_login_no_account()}{' '}
        <WayInLink href="/signup" posted={signIn.formData}>
          {m.auth_signup_submit()}
        </WayInLink>
      </p>
    </AuthShell>
  );
});

const SignInForm = component$<{ signIn: ReturnType<typeof useSignIn> }>(({ signIn }) => {
  return (
    <Form action={signIn} onSubmitCompleted$={settleForm} class="grid gap-5">
      <NextField posted={signIn.formData} />
      <EmailField value={signIn.formData?.get('email')} error={signIn.value?.fieldErrors?.email} />
      <Field
        name="password"
        type="password"
        label={m.auth_password_label()}
        autocomplete="current-password"
        required
        error={signIn.value?.fieldErrors?.password}
      />
      <Button working={signIn.isRunning}>{m.auth_login_submit()}</Button>
      <NavLink href="/forgot-password" class="link justify-self-start text-sm">
        {m.auth_login_forgot()}
      </NavLink>
    </Form>
  );
});

const OtherWays = component$<{ posted?: FormData }>(({ posted }) => {
  const asked = useLocation().url.searchParams.get('next');
  const next = posted?.get('next')?.toString() || asked;
  return (
    <div class="grid gap-4">
      <OrLine />
      <ButtonLink
        variant="quiet"
        href={next ? `/login/code?${new URLSearchParams({ next })}` : '/login/code'}
      >
        <IconMail />
        {m.auth_login_by_code()}
      </ButtonLink>
      <ProviderButtons posted={posted} />
    </div>
  );
});

/** Why the guard, or the way back from another site, has sent the reader here. */
const REASONS: Record<string, () => string> = {
  session_expired: m.auth_login_session_expired,
  password_must_reset: m.auth_password_must_reset,
  account_suspended: m.auth_account_locked,
};

/** Said once; an answer to the form takes its place. */
const SentHere = component$<{ hidden: boolean }>(({ hidden }) => {
  const { url } = useLocation();
  const error = url.searchParams.get('error') ?? '';
  const reason = REASONS[error]?.() ?? providerSentence(error);
  if (hidden || !reason) return null;
  return <FormAlert tone="warn">{reason}</FormAlert>;
});

/** Only somebody with the right password gets to see this. */
const Unconfirmed = component$<{ email: string; resend: ReturnType<typeof useResend> }>(
  ({ email, resend }) => (
    <>
      <FormAlert tone="warn" role="alert">
        {m.auth_unconfirmed()}
      </FormAlert>
      <ResendForm resend={resend} email={email} label={m.auth_mail_resend()} />
    </>
  ),
);

export const head: DocumentHead = () => ({
  title: m.auth_login_title(),
  meta: [{ name: 'description', content: m.auth_login_about() }],
});
