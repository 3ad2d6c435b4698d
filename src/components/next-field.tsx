import { component$ } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';

/** The way back. A form's own address has lost it, and without script the answer to a post stands at that address. */
export const NextField = component$<{ posted?: FormData }>(({ posted }) => {
  const asked = useLocation().url.searchParams.get('next');
  return <input type="hidden" name="next" value={posted?.get('next')?.toString() ?? asked ?? ''} />;
});
