import { $, component$, useOnDocument } from '@builder.io/qwik';
import { useDocumentHead, useLocation, useNavigate } from '@builder.io/qwik-city';

/**
 * Goes where a `NavLink` wants to, and tells what a page load tells a reader by itself and navigation in place does not:
 * a line while something is on its way, and the name of the new page once it is there, for those who listen.
 */
export const NavigationStatus = component$(() => {
  const here = useLocation();
  const navigate = useNavigate();
  const { title } = useDocumentHead();
  useOnDocument(
    'inplace',
    $(async ({ detail: href }: CustomEvent<string>) => {
      await navigate(href);
    }),
  );
  return (
    <>
      <div aria-hidden="true" class={here.isNavigating ? 'progress-line' : 'hidden'} />
      <p role="status" class="sr-only">
        {here.prevUrl && !here.isNavigating ? title : ''}
      </p>
    </>
  );
});
