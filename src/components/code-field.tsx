import { component$ } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { Field, type FieldProps } from './field';

/** The digits of a mail. Phones offer them above the keyboard. */
export const CodeField = component$<Pick<FieldProps, 'value' | 'error'>>(({ value, error }) => (
  <Field
    name="code"
    label={m.auth_code_label()}
    hint={m.auth_code_hint()}
    inputMode="numeric"
    autocomplete="one-time-code"
    maxLength={20}
    required
    value={value}
    error={error}
    class="max-w-64"
  />
));
