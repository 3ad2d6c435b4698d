import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { Field } from '~/components/field';
import { FormAlert } from '~/components/form-alert';
import { PageHead } from '~/components/page-head';
import { ProfileInput } from '~/features/auth/auth.input';
import { FULL_NAME_MAX } from '~/features/auth/auth.limits';
import * as AuthService from '~/features/auth/auth.service';
import { userClient } from '~/lib/data/user';
import { failWith } from '~/lib/form/refusal';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor, setActor } from '~/lib/request/actor';

export const useProfile = routeLoader$((event) => AuthService.requireProfile(getActor(event)));

export const useUpdateProfile = routeAction$(async (input, event) => {
  const actor = getActor(event);
  try {
    await AuthService.updateProfile(userClient(event), actor, input);
    // The loaders come after this, and the guard has read what was there before.
    setActor(event, { ...actor, profile: await AuthService.getProfile(actor.id) });
  } catch (error) {
    return failWith(event, error);
  }
  return { saved: true };
}, routeInput$(ProfileInput));

export default component$(() => {
  const profile = useProfile().value;
  const update = useUpdateProfile();
  const typed = update.value?.saved ? null : update.formData?.get('fullName');
  return (
    <>
      <PageHead title={m.auth_profile_title()} lead={m.auth_profile_lead()} />
      <Card class="max-w-xl">
        <Form action={update} class="grid gap-6">
          {update.value?.saved && <FormAlert tone="good">{m.auth_profile_saved()}</FormAlert>}
          {update.value?.formErrors?.map((problem) => (
            <FormAlert key={problem}>{problem}</FormAlert>
          ))}
          <Field
            name="fullName"
            label={m.auth_full_name_label()}
            autocomplete="name"
            required
            maxLength={FULL_NAME_MAX}
            value={typed ?? profile.fullName}
            error={update.value?.fieldErrors?.fullName}
          />
          <Field
            name="email"
            type="email"
            label={m.auth_email_label()}
            hint={m.auth_profile_email_hint()}
            value={profile.email}
            disabled
          />
          <Button working={update.isRunning} class="justify-self-start">
            {m.auth_profile_submit()}
          </Button>
        </Form>
      </Card>
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.auth_profile_title() });
