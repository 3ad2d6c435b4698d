import { component$, type PropsOf } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { currentTheme } from '~/lib/theme';
import { PreferenceSwitch } from './preference-switch';

export const ThemeSwitch = component$<Pick<PropsOf<'form'>, 'class'>>(({ class: extra }) => (
  <PreferenceSwitch
    name="theme"
    label={m.common_theme()}
    options={[
      { value: 'system', label: m.common_theme_system() },
      { value: 'light', label: m.common_theme_light() },
      { value: 'dark', label: m.common_theme_dark() },
    ]}
    chosen={currentTheme() ?? 'system'}
    class={extra}
  />
));
