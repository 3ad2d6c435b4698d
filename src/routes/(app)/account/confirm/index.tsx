import { component$ } from '@builder.io/qwik';
import {
  type DocumentHead,
  Form,
  type RequestHandler,
  routeAction$,
  routeLoader$,
} from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { CodeField } from '~/components/code-field';
import { Field } from '~/components/field';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { MailboxHint } from '~/components/mailbox-hint';
import { NextField } from '~/components/next-field';
import { PageHead } from '~/components/page-head';
import { ConfirmCodeInput, ConfirmPasswordInput, NextInput } from '~/features/auth/auth.input';
import { FRESH_MINUTES } from '~/features/auth/auth.limits';
import { doorOf } from '~/features/auth/door';
import { isFresh } from '~/features/auth/fresh';
import * as ReauthenticationService from '~/features/auth/reauthentication.service';
import { ENV } from '~/lib/env.server';
import { failWith } from '~/lib/form/refusal';
import { settleForm } from '~/lib/form/settle-form';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { safeNext } from '~/lib/request/safe-next';
import { visitOf } from '~/lib/request/visit';

/** Whoever has just signed in has said who they are: they came here by way of the sign-in page, or by the Back button. */
export const onGet: RequestHandler = (event) => {
  const next = event.query.get('next');
  if (next && isFresh(getActor(event), new Date())) throw event.redirect(302, safeNext(next));
};

export const useWho = routeLoader$(async (event) => {
  const actor = getActor(event);
  const hasPassword = await ReauthenticationService.hasPassword(actor);
  return { email: actor.email, hasPassword, mailbox: ENV.MAILBOX_URL ?? null };
});

export const useConfirmByPassword = routeAction$(async (input, event) => {
  try {
    await ReauthenticationService.confirmByPassword(doorOf(event), getActor(event), input);
  } catch (error) {
    return failWith(event, error);
  }
  throw event.redirect(303, safeNext(input.next));
}, routeInput$(ConfirmPasswordInput));

export const useMailCode = routeAction$(async (_, event) => {
  try {
    await ReauthenticationService.mailCode(getActor(event), visitOf(event));
  } catch (error) {
    return failWith(event, error);
  }
  return { sent: true };
}, routeInput$(NextInput));

export const useConfirmByCode = routeAction$(async (input, event) => {
  try {
    await ReauthenticationService.confirmByCode(doorOf(event), getActor(event), input);
  } catch (error) {
    return failWith(event, error);
  }
  throw event.redirect(303, safeNext(input.next));
}, routeInput$(ConfirmCodeInput));

export default component$(() => {
  const { email, hasPassword } = useWho().value;
  return (
    <>
      <PageHead
        title={m.auth_fresh_title()}
        lead={m.auth_fresh_lead({ email, minutes: String(FRESH_MINUTES) })}
      />
      <div class="grid max-w-xl gap-6">
        {hasPassword && <PasswordCard />}
        <CodeCard />
      </div>
    </>
  );
});

const PasswordCard = component$(() => {
  const confirm = useConfirmByPassword();
  const { email } = useWho().value;
  return (
    <Card title={m.auth_fresh_password_title()}>
      <Form action={confirm} onSubmitCompleted$={settleForm} class="grid gap-5">
        <FormProblems problems={confirm.value?.formErrors} />
        <NextField posted={confirm.formData} />
        {/* Password managers look for the name that the password belongs to. */}
        <input type="text" value={email} autocomplete="username" hidden readOnly />
        <Field
          name="password"
          type="password"
          label={m.auth_password_label()}
          autocomplete="current-password"
          required
          error={confirm.value?.fieldErrors?.password}
        />
        <Button working={confirm.isRunning} class="justify-self-start">
          {m.auth_fresh_password_submit()}
        </Button>
      </Form>
    </Card>
  );
});

/** First the button that has the mail sent, then the field for what it says. */
const CodeCard = component$(() => {
  const mail = useMailCode();
  const confirm = useConfirmByCode();
  const { email } = useWho().value;
  const isAsked = mail.value?.sent || Boolean(confirm.value);
  return (
    <Card title={m.auth_fresh_code_title()} lead={isAsked ? undefined : m.auth_fresh_code_lead({ email })}>
      {isAsked && <CodeForm confirm={confirm} posted={mail.formData} />}
      <Form action={mail} class="grid gap-5">
        <FormProblems problems={mail.value?.formErrors} />
        <NextField posted={mail.formData ?? confirm.formData} />
        <Button variant="quiet" working={mail.isRunning} class="justify-self-start">
          {isAsked ? m.auth_code_again() : m.auth_fresh_code_send()}
        </Button>
      </Form>
    </Card>
  );
});

type CodeFormProps = { confirm: ReturnType<typeof useConfirmByCode>; posted?: FormData };

const CodeForm = component$<CodeFormProps>(({ confirm, posted }) => {
  const { email, mailbox } = useWho().value;
  return (
    <Form action={confirm} onSubmitCompleted$={settleForm} class="mb-5 grid gap-5">
      {!confirm.value && <FormAlert tone="good">{m.auth_fresh_code_sent({ email })}</FormAlert>}
      {!confirm.value && <MailboxHint url={mailbox} />}
      <FormProblems problems={confirm.value?.formErrors} />
      <NextField posted={confirm.formData ?? posted} />
      <CodeField value={confirm.formData?.get('code')} error={confirm.value?.fieldErrors?.code} />
      <Button working={confirm.isRunning} class="justify-self-start">
        {m.auth_fresh_code_submit()}
      </Button>
    </Form>
  );
});

export const head: DocumentHead = () => ({ title: m.auth_fresh_title() });
