import { component$ } from '@builder.io/qwik';
import { type ActionStore, Form } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { ButtonLink } from '~/components/button-link';
import type { ResumeInput } from '~/features/billing/billing.input';
import type { LiveSubscription } from '~/features/billing/billing.service';
import * as m from '~/lib/i18n/paraglide/messages';

type PlanActsProps = {
  subscription: LiveSubscription;
  // The rest of its type says what it answers, which is the page's business.
  resume: ActionStore<unknown, ResumeInput, false>;
  /** What makes resuming one command, however often it is sent. */
  commandKey: string;
};

/** What can be done with a plan. One that is to end can be kept, or ended at once. */
export const PlanActs = component$<PlanActsProps>(({ subscription, resume, commandKey }) => (
  <div class="mt-6 flex flex-wrap gap-3">
    {subscription.cancelAtPeriodEnd && (
      <Form action={resume}>
        <input type="hidden" name="subscriptionId" value={subscription.id} />
        <input type="hidden" name="key" value={commandKey} />
        <Button working={resume.isRunning}>{m.billing_resume_plan()}</Button>
      </Form>
    )}
    <ButtonLink href="/billing/change" variant={subscription.cancelAtPeriodEnd ? 'quiet' : 'primary'}>
      {m.billing_change_plan()}
    </ButtonLink>
    <ButtonLink href="/billing/cancel" variant="quiet">
      {m.billing_cancel_plan()}
    </ButtonLink>
  </div>
));
