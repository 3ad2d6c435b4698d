import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$ } from '@builder.io/qwik-city';
import { Avatar } from '~/components/avatar';
import { ButtonLink } from '~/components/button-link';
import { Card } from '~/components/card';
import { DateTime } from '~/components/date-time';
import { PageHead } from '~/components/page-head';
import * as AuthService from '~/features/auth/auth.service';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';

/** Guide 8: the layout has validated the user, and its one query has brought the profile along. */
export const useProfile = routeLoader$((event) => AuthService.requireProfile(getActor(event)));

/** Who I am, to be read. It is changed in one place, `/account`. */
export default component$(() => {
  const { email, fullName, createdAt } = useProfile().value;
  return (
    <>
      <PageHead title={m.auth_profile_title()} lead={m.auth_profile_lead()}>
        <div q:slot="action">
          <ButtonLink href="/account" variant="quiet">
            {m.auth_profile_edit()}
          </ButtonLink>
        </div>
      </PageHead>
      <Card class="max-w-xl">
        <div class="flex items-start gap-4">
          <Avatar name={fullName ?? email} />
          <dl class="grid min-w-0 gap-4">
            <div>
              <dt class="text-sm text-ink-soft">{m.auth_full_name_label()}</dt>
              <dd class="font-medium">{fullName ?? m.auth_profile_nameless()}</dd>
            </div>
            <div>
              <dt class="text-sm text-ink-soft">{m.auth_email_label()}</dt>
              <dd class="break-all">{email}</dd>
            </div>
            <div>
              <dt class="text-sm text-ink-soft">{m.auth_dashboard_since()}</dt>
              <dd>
                <DateTime value={createdAt} />
              </dd>
            </div>
          </dl>
        </div>
      </Card>
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.auth_profile_title() });
