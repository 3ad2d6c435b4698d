import { IconAlert } from './icons';

type Notes = { id: string; hint?: string; error?: string; describedBy?: string };

/** The ids by which a control names its hint and its error, and the one error that is shown. */
export function fieldNotes(id: string, hint?: string, error?: string | string[]): Notes {
  const first = Array.isArray(error) ? error[0] : error;
  const ids = [first && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return { id, hint, error: first || undefined, describedBy: ids || undefined };
}

/** Below every control: the hint, and in its own line what is wrong. */
export const FieldNotes = ({ id, hint, error }: Notes) => (
  <>
    {hint && (
      <p id={`${id}-hint`} class="text-xs text-ink-soft">
        {hint}
      </p>
    )}
    {error && (
      <p id={`${id}-error`} class="flex items-start gap-1.5 text-xs font-medium text-bad">
        <IconAlert class="mt-0.5 shrink-0" size={14} />
        <span>{error}</span>
      </p>
    )}
  </>
);
