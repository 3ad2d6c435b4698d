import { component$, sync$ } from '@builder.io/qwik';
import { Select } from '~/components/select';
import { placeOf, type ZoneGroup } from '~/features/account/account.rules';
import * as m from '~/lib/i18n/paraglide/messages';

type TimeZoneSelectProps = {
  groups: ZoneGroup[];
  value: FormDataEntryValue | null;
  error?: string | string[];
};

/** The reader's time zone, by region. Only the browser knows where it is, and it is asked when its owner says so. */
export const TimeZoneSelect = component$<TimeZoneSelectProps>(({ groups, value, error }) => (
  <div class="grid gap-2">
    <Select
      name="timeZone"
      label={m.account_time_zone_label()}
      hint={m.account_time_zone_hint()}
      options={[
        { value: '', label: m.account_time_zone_utc() },
        ...groups.map(({ region, zones }) => ({
          label: REGIONS[region]?.() ?? region,
          options: zones.map((zone) => ({ value: zone, label: placeOf(zone) })),
        })),
      ]}
      value={value}
      error={error}
    />
    <button
      type="button"
      class="link justify-self-start rounded-control text-sm noscript:hidden"
      onClick$={sync$((_: Event, button: HTMLButtonElement) => {
        const select = button.form?.elements.namedItem('timeZone');
        if (!(select instanceof HTMLSelectElement)) return;
        const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
        select.value = here === 'UTC' ? '' : here;
        // Browsers and servers call some zones by different names; the server knows both.
        if (select.selectedIndex < 0) select.add(new Option(here, here, true, true));
        select.focus();
      })}
    >
      {m.account_time_zone_here()}
    </button>
  </div>
));

const REGIONS: Record<string, () => string> = {
  Africa: m.account_region_africa,
  America: m.account_region_america,
  Antarctica: m.account_region_antarctica,
  Arctic: m.account_region_arctic,
  Asia: m.account_region_asia,
  Atlantic: m.account_region_atlantic,
  Australia: m.account_region_australia,
  Europe: m.account_region_europe,
  Indian: m.account_region_indian,
  Pacific: m.account_region_pacific,
};
