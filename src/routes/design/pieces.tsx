import { component$ } from '@builder.io/qwik';
import { Avatar } from '~/components/avatar';
import { Badge } from '~/components/badge';
import { Card } from '~/components/card';
import { CheckCard } from '~/components/check-card';
import { CopyField } from '~/components/copy-field';
import { DateTime } from '~/components/date-time';
import { Fact, Facts } from '~/components/facts';
import { Money } from '~/components/money';
import { Section } from './section';

const MOMENT = new Date('2026-03-14T09:30:00Z');
const AMOUNTS = [120450n, -91111n, 500n, 888800n];

export const Pieces = component$(() => (
  <>
    <Section title="Facts">
      <Facts>
        <Fact label="Plan" note="Since 14 March">
          Pro <Badge tone="good">Active</Badge>
        </Fact>
        <Fact label="Next charge" note="On 14 April">
          <Money amount={2500n} currency="EUR" />
        </Fact>
        <Fact label="Balance">
          <Money amount={120450n} currency="EUR" />
        </Fact>
        <Fact label="Sessions">2</Fact>
      </Facts>
    </Section>
    <Section title="Read it back, and confirm">
      <CheckCard fields={{}} title="Is this right?">
        <p class="mt-4 font-display text-2xl font-semibold">
          <Money amount={4900n} currency="EUR" />
        </p>
      </CheckCard>
    </Section>
    <Section title="To be taken along">
      <p>
        Request number: <CopyField value="0231a3bc-8105-4464-932e-e87f600609fa" what="Request number" />
      </p>
    </Section>
    <Section title="Cards">
      <div class="grid gap-6 sm:grid-cols-2">
        <Card title="Latest activity" lead="The last four entries.">
          <ul class="grid">
            {AMOUNTS.map((amount) => (
              <li key={String(amount)} class="flex justify-between gap-4 border-t border-line py-3 text-sm">
                <DateTime value={MOMENT} />
                <Money amount={amount} currency="EUR" signed />
              </li>
            ))}
          </ul>
        </Card>
        <Card title="People">
          <ul class="grid gap-4">
            {['Ana Beltrán', 'Íñigo de la Torre', 'Björk'].map((name) => (
              <li key={name} class="flex items-center gap-3">
                <Avatar name={name} />
                {name}
              </li>
            ))}
          </ul>
          <p class="mt-6 text-sm text-ink-soft">
            <DateTime value={MOMENT} format="moment" />
          </p>
        </Card>
      </div>
    </Section>
  </>
));
