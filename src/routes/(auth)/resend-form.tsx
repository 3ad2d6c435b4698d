import { component$ } from '@builder.io/qwik';
import { Form } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { FormProblems } from '~/components/form-problems';
import { EmailField } from './email-field';
import type { useResend } from './layout';

type ResendFormProps = {
  /** The page's own: each call of `useResend` keeps a state of its own, and the page has to see the answer. */
  resend: ReturnType<typeof useResend>;
  /** Whom the mail is for; without it the form asks. */
  email?: string;
  label: string;
};

/** Asks for the confirmation mail again. */
export const ResendForm = component$<ResendFormProps>(({ resend, email, label }) => (
  <Form action={resend} class="grid gap-5">
    <FormProblems problems={resend.value?.formErrors} />
    {email ? (
      <input type="hidden" name="email" value={email} />
    ) : (
      <EmailField value={resend.formData?.get('email')} error={resend.value?.fieldErrors?.email} />
    )}
    <Button variant="quiet" working={resend.isRunning} class="justify-self-start">
      {label}
    </Button>
  </Form>
));
