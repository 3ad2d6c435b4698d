import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { Field } from '~/components/field';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { LANGUAGES } from '~/components/language-switch';
import { PageHead } from '~/components/page-head';
import { RadioGroup } from '~/components/radio-group';
import { AccountInput } from '~/features/account/account.input';
import { AS_BROWSER, AS_SYSTEM, type ZoneGroup, zoneGroups } from '~/features/account/account.rules';
import { FULL_NAME_MAX } from '~/features/auth/auth.limits';
import type { Profile } from '~/features/auth/auth.schema';
import * as AuthService from '~/features/auth/auth.service';
import { userClient } from '~/lib/data/user';
import { failWith } from '~/lib/form/refusal';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { keepPreferences } from '~/lib/request/preferences';
import { AccountLinks } from './account-links';
import { TimeZoneSelect } from './time-zone-select';

export const useAccount = routeLoader$((event) => AuthService.requireProfile(getActor(event)));

/** The server's list: a browser's has other names in it, and the page must not change with who draws it. */
export const useZoneGroups = routeLoader$((event) => zoneGroups(getActor(event).profile?.timeZone ?? null));

export const useSaveAccount = routeAction$(async (input, event) => {
  try {
    await AuthService.updateProfile(userClient(event), getActor(event), input);
  } catch (error) {
    return failWith(event, error);
  }
  keepPreferences(event, input);
  throw event.redirect(303, '/account?notice=saved');
}, routeInput$(AccountInput));

export default component$(() => {
  const profile = useAccount().value;
  const zones = useZoneGroups().value;
  const save = useSaveAccount();
  const isSaved = useLocation().url.searchParams.get('notice') === 'saved' && !save.value;
  return (
    <>
      <PageHead title={m.account_title()} lead={m.account_lead()} />
      {isSaved && (
        <FormAlert tone="good" class="mb-6">
          {m.account_saved()}
        </FormAlert>
      )}
      <div class="grid items-start gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <AccountForm profile={profile} zones={zones} save={save} />
        <AccountLinks />
      </div>
    </>
  );
});

type AccountFormProps = { profile: Profile; zones: ZoneGroup[]; save: ReturnType<typeof useSaveAccount> };

/** The page is loaded anew by its answer, in the language and theme that were chosen. */
const AccountForm = component$<AccountFormProps>(({ profile, zones, save }) => {
  const typed = save.formData;
  const problems = save.value?.fieldErrors;
  return (
    <Card title={m.account_form_title()}>
      <Form action={save} reloadDocument class="grid gap-6">
        <FormProblems problems={save.value?.formErrors} />
        <Field
          name="fullName"
          label={m.auth_full_name_label()}
          autocomplete="name"
          required
          maxLength={FULL_NAME_MAX}
          value={typed?.get('fullName') ?? profile.fullName}
          error={problems?.fullName}
        />
        <RadioGroup
          name="locale"
          label={m.common_language()}
          options={[{ value: AS_BROWSER, label: m.account_locale_browser() }, ...LANGUAGES]}
          value={typed?.get('locale') ?? profile.locale ?? AS_BROWSER}
          error={problems?.locale}
        />
        <TimeZoneSelect
          groups={zones}
          value={typed?.get('timeZone') ?? profile.timeZone}
          error={problems?.timeZone}
        />
        <RadioGroup
          name="theme"
          label={m.common_theme()}
          options={[
            { value: AS_SYSTEM, label: m.common_theme_system() },
            { value: 'light', label: m.common_theme_light() },
            { value: 'dark', label: m.common_theme_dark() },
          ]}
          value={typed?.get('theme') ?? profile.theme ?? AS_SYSTEM}
          error={problems?.theme}
        />
        <Button class="justify-self-start">{m.account_submit()}</Button>
      </Form>
    </Card>
  );
});

export const head: DocumentHead = () => ({ title: m.account_title() });
