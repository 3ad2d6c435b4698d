import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { Field } from '~/components/field';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { PageHead } from '~/components/page-head';
import { EmailInput } from '~/features/auth/auth.input';
import { doorOf } from '~/features/auth/door';
import * as EmailChangeService from '~/features/auth/email-change.service';
import { requireFresh, takeAsked } from '~/features/auth/fresh';
import { ENV } from '~/lib/env.server';
import { failWith } from '~/lib/form/refusal';
import { settleForm } from '~/lib/form/settle-form';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { PendingChange } from './pending-change';

export const useAddress = routeLoader$((event) => ({
  email: getActor(event).email,
  mailbox: ENV.MAILBOX_URL ?? null,
}));

export const usePending = routeLoader$((event) => EmailChangeService.findEmailChange(getActor(event)));

/** What was asked for before this user had to confirm who they are. */
export const useAsked = routeLoader$((event) => takeAsked(event));

export const useChangeEmail = routeAction$(async (input, event) => {
  const actor = requireFresh(event, { email: input.email });
  try {
    await EmailChangeService.requestEmailChange(doorOf(event), actor, input);
  } catch (error) {
    return failWith(event, error);
  }
  return { sentTo: input.email };
}, routeInput$(EmailInput));

export default component$(() => {
  const { email, mailbox } = useAddress().value;
  const pending = usePending().value;
  const asked = useAsked().value;
  const change = useChangeEmail();
  return (
    <>
      <PageHead title={m.auth_email_title()} lead={m.auth_email_lead()} />
      <div class="grid max-w-xl gap-6">
        {change.value?.sentTo && <FormAlert tone="good">{m.auth_email_asked()}</FormAlert>}
        {asked && !change.value && <FormAlert tone="info">{m.auth_fresh_again()}</FormAlert>}
        {pending && (
          <PendingChange change={pending} email={email} mailbox={mailbox}>
            <Form action={change}>
              <input type="hidden" name="email" value={pending.newEmail} />
              <Button variant="quiet">{m.auth_email_again()}</Button>
            </Form>
          </PendingChange>
        )}
        <Card title={m.auth_email_form_title()} lead={m.auth_email_form_lead()}>
          <Form action={change} onSubmitCompleted$={settleForm} class="grid gap-5">
            <FormProblems problems={change.value?.formErrors} />
            <p class="grid gap-1 text-sm">
              <span class="text-ink-soft">{m.auth_email_now()}</span>
              <span class="font-medium wrap-anywhere">{email}</span>
            </p>
            <Field
              name="email"
              type="email"
              label={m.auth_email_new_label()}
              hint={m.auth_email_new_hint()}
              autocomplete="email"
              required
              value={change.value?.sentTo ? '' : (change.formData?.get('email') ?? asked?.email)}
              error={change.value?.fieldErrors?.email}
            />
            <Button working={change.isRunning} class="justify-self-start">
              {m.auth_email_submit()}
            </Button>
          </Form>
        </Card>
      </div>
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.auth_email_title() });
