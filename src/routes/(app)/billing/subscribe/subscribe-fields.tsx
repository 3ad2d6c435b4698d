import { component$ } from '@builder.io/qwik';
import { Select, type SelectGroup, type SelectOption } from '~/components/select';
import * as m from '~/lib/i18n/paraglide/messages';

type SubscribeFieldsProps = {
  blank: {
    key: string;
    asked: string | null;
    offers: SelectGroup[];
    countries: SelectOption[];
    country: string | null;
  };
  typed?: FormData;
  problems?: Partial<Record<string, string | string[]>>;
};

/** Which plan at which price, and where its customer lives. */
export const SubscribeFields = component$<SubscribeFieldsProps>(({ blank, typed, problems }) => (
  <>
    <input type="hidden" name="key" value={blank.key} />
    <Select
      name="priceId"
      label={m.billing_plan()}
      options={blank.offers}
      value={typed?.get('priceId') ?? blank.asked}
      error={problems?.priceId}
    />
    <Select
      name="country"
      label={m.billing_country()}
      hint={m.billing_country_hint()}
      options={[{ value: '', label: m.billing_country_choose() }, ...blank.countries]}
      value={typed?.get('country') ?? blank.country}
      required
      error={problems?.country}
    />
  </>
));
