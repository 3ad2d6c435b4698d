import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { PageHead } from '~/components/page-head';
import { exportAccount } from '~/features/account/export/export.service';
import { requireFresh, takeAsked } from '~/features/auth/fresh';
import { limit } from '~/features/security/limits';
import { failWith } from '~/lib/form/refusal';
import { sendDownload } from '~/lib/http/download';
import * as m from '~/lib/i18n/paraglide/messages';
import { visitOf } from '~/lib/request/visit';
import { PlainList } from '../plain-list';

/** What was asked for before this user had to confirm who they are. */
export const useAsked = routeLoader$((event) => takeAsked(event));

export const useExport = routeAction$(async (_, event) => {
  const actor = requireFresh(event);
  const visit = visitOf(event);
  try {
    await limit('export', actor.id, visit);
  } catch (error) {
    return failWith(event, error);
  }
  const name = `alcazar-${visit.now.toISOString().slice(0, 10)}.json`;
  throw await sendDownload(event, { name, type: 'application/json' }, exportAccount(actor, visit));
});

export default component$(() => {
  const download = useExport();
  const asked = useAsked().value;
  return (
    <>
      <PageHead title={m.account_export_title()} lead={m.account_export_lead()} />
      <Card class="max-w-2xl">
        <div class="grid gap-6">
          {asked && !download.value && <FormAlert tone="info">{m.auth_fresh_again()}</FormAlert>}
          <FormProblems problems={download.value?.formErrors} />
          <PlainList
            title={m.account_export_in_title()}
            items={[
              m.account_export_in_account(),
              m.account_export_in_billing(),
              m.account_export_in_security(),
            ]}
          />
          <PlainList title={m.account_export_out_title()} items={[m.account_export_out()]} />
          <p class="max-w-measure text-sm text-ink-soft">{m.account_export_hint()}</p>
          {/* A file can not be an answer in place. */}
          <Form action={download} reloadDocument>
            <Button>{m.account_export_submit()}</Button>
          </Form>
        </div>
      </Card>
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.account_export_title() });
