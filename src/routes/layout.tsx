import { component$, Slot } from '@builder.io/qwik';
import { NavigationStatus } from '~/components/navigation-status';

export default component$(() => (
  <>
    <NavigationStatus />
    <Slot />
  </>
));
