import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { ButtonLink } from '~/components/button-link';
import { EmptyState } from '~/components/empty-state';
import { FormAlert } from '~/components/form-alert';
import { Section } from './section';

export const Notices = component$(() => (
  <>
    <Section title="Notices">
      <div class="grid gap-3">
        <FormAlert tone="bad" role="status">
          That e-mail and password do not belong together. Your address is still in the form; try the password
          again.
        </FormAlert>
        <FormAlert tone="warn">Your session has ended. Sign in to go on where you were.</FormAlert>
        <FormAlert tone="good">Your profile is saved.</FormAlert>
        <FormAlert tone="info">Development: the letters are in the local mailbox.</FormAlert>
      </div>
    </Section>
    <Section title="Badges">
      <div class="flex flex-wrap gap-2">
        <Badge>Draft</Badge>
        <Badge tone="action">New</Badge>
        <Badge tone="good">Active</Badge>
        <Badge tone="warn">Past due</Badge>
        <Badge tone="bad">Cancelled</Badge>
      </div>
    </Section>
    <Section title="Nothing there yet">
      <EmptyState title="No invoices yet" lead="The first one comes with your first plan.">
        <ButtonLink href="/design">Choose a plan</ButtonLink>
      </EmptyState>
    </Section>
  </>
));
