import { component$ } from '@builder.io/qwik';
import { Field, type FieldProps } from '~/components/field';
import * as m from '~/lib/i18n/paraglide/messages';

/** The address of an account, as every form at the door asks for it: password managers know it by these words. */
export const EmailField = component$<Pick<FieldProps, 'value' | 'error'>>(({ value, error }) => (
  <Field
    name="email"
    type="email"
    label={m.auth_email_label()}
    autocomplete="email"
    required
    value={value}
    error={error}
  />
));
