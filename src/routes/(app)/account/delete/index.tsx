import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { Field } from '~/components/field';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { NavLink } from '~/components/nav-link';
import { PageHead } from '~/components/page-head';
import { DeleteAccountInput } from '~/features/account/account.input';
import * as AccountService from '~/features/account/account.service';
import { requireFresh, takeAsked } from '~/features/auth/fresh';
import { failWith } from '~/lib/form/refusal';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { keepPreferences } from '~/lib/request/preferences';
import { visitOf } from '~/lib/request/visit';
import { clearSessionCookies } from '~/lib/supabase/session-cookies';
import { PlainList } from '../plain-list';

export const useOwnEmail = routeLoader$((event) => getActor(event).email);

/** What was asked for before this user had to confirm who they are. */
export const useAsked = routeLoader$((event) => takeAsked(event));

export const useDeleteAccount = routeAction$(async (input, event) => {
  const actor = requireFresh(event, { email: input.email });
  try {
    await AccountService.deleteAccount(actor, input, visitOf(event));
  } catch (error) {
    return failWith(event, error);
  }
  clearSessionCookies(event);
  keepPreferences(event, { timeZone: null });
  throw event.redirect(303, '/goodbye');
}, routeInput$(DeleteAccountInput));

export default component$(() => (
  <>
    <PageHead title={m.account_delete_title()} lead={m.account_delete_lead()} />
    <div class="grid items-start gap-8 lg:grid-cols-2">
      <div class="grid gap-8">
        <PlainList
          title={m.account_delete_goes_title()}
          items={[
            m.account_delete_goes_you(),
            m.account_delete_goes_sessions(),
            m.account_delete_goes_plan(),
            m.account_delete_goes_mail(),
          ]}
        />
        <PlainList
          title={m.account_delete_stays_title()}
          items={[
            m.account_delete_stays_invoices(),
            m.account_delete_stays_money(),
            m.account_delete_stays_events(),
          ]}
        />
        <p>
          {m.account_delete_export()}{' '}
          <NavLink href="/account/export" class="link">
            {m.account_export_submit()}
          </NavLink>
        </p>
      </div>
      <DeleteForm />
    </div>
  </>
));

const DeleteForm = component$(() => {
  const email = useOwnEmail().value;
  const asked = useAsked().value;
  const leave = useDeleteAccount();
  return (
    <Card title={m.account_delete_form_title()}>
      <Form action={leave} class="grid gap-5">
        {asked && !leave.value && <FormAlert tone="info">{m.auth_fresh_again()}</FormAlert>}
        <FormProblems problems={leave.value?.formErrors} />
        <Field
          name="email"
          type="email"
          label={m.account_delete_email_label({ email })}
          hint={m.account_delete_hint()}
          autocomplete="off"
          required
          value={leave.formData?.get('email') ?? asked?.email}
          error={leave.value?.fieldErrors?.email}
        />
        <Button variant="danger" working={leave.isRunning} class="justify-self-start">
          {m.account_delete_submit()}
        </Button>
      </Form>
    </Card>
  );
});

export const head: DocumentHead = () => ({ title: m.account_delete_title() });
