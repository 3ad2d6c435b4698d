import { component$, type PropsOf } from '@builder.io/qwik';
import { FieldNotes, fieldNotes } from './field-notes';
import { PasswordInput } from './password-input';

export type FieldProps = Omit<PropsOf<'input'>, 'name' | 'type' | 'value' | 'id'> & {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password' | 'search' | 'tel' | 'url' | 'number' | 'date';
  /** What was typed before, for every type but a password, which is never echoed. */
  value?: FormDataEntryValue | number | null;
  hint?: string;
  /** A sentence, or the list a validator gives; the first is shown. */
  error?: string | string[];
  /** Needed only where two forms on one page share a field name. */
  id?: string;
};

/** Label, control, hint and error as one thing that a screen reader reads as one thing. */
export const Field = component$<FieldProps>(
  ({ name, label, type = 'text', value, hint, error, id = name, class: extra, ...rest }) => {
    const notes = fieldNotes(id, hint, error);
    const input = {
      ...rest,
      id,
      name,
      'aria-describedby': notes.describedBy,
      'aria-invalid': notes.error ? ('true' as const) : undefined,
    };
    return (
      <div class={['grid gap-1.5', extra]}>
        <label for={id} class="text-sm font-medium">
          {label}
        </label>
        {type === 'password' ? (
          <PasswordInput {...input} />
        ) : (
          <input
            {...input}
            type={type}
            value={typeof value === 'number' ? value : text(value)}
            class="control"
          />
        )}
        <FieldNotes {...notes} />
      </div>
    );
  },
);

/** A file never comes back as text. */
function text(value: FormDataEntryValue | null | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
