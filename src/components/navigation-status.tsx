import { component$ } from '@builder.io/qwik';
import { useDocumentHead, useLocation } from '@builder.io/qwik-city';

/**
 * What a page load tells a reader by itself and navigation in place does not: a line while something is on its way,
 * and the name of the new page once it is there, for those who listen.
 */
export const NavigationStatus = component$(() => {
  const here = useLocation();
  const { title } = useDocumentHead();
  return (
    <>
      <div aria-hidden="true" class={here.isNavigating ? 'progress-line' : 'hidden'} />
      <p role="status" class="sr-only">
        {here.prevUrl && !here.isNavigating ? title : ''}
      </p>
    </>
  );
});
