import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { Button } from '~/components/button';
import { ChoiceLinks } from '~/components/choice-links';
import { Confirm } from '~/components/confirm';
import { Money } from '~/components/money';
import { Pager } from '~/components/pager';
import { Cell, Row, Table } from '~/components/table';
import { Section } from './section';

const INVOICES = [
  { number: '2026-031', to: 'Ana Beltrán', amount: 4900n, tone: 'good', state: 'Paid' },
  { number: '2026-030', to: 'Íñigo de la Torre', amount: 49000n, tone: 'warn', state: 'Due' },
] as const;

export const Lists = component$(() => (
  <>
    <Section title="A table, and cards on a phone">
      <Breadcrumbs places={[{ href: '/design', label: 'Billing' }]} />
      <Breadcrumbs
        places={[
          { href: '/design', label: 'Billing' },
          { href: '/design?invoices', label: 'Invoices' },
        ]}
      />
      <ChoiceLinks
        label="Which invoices"
        options={[
          { href: '/design', label: 'All', isChosen: true },
          { href: '/design?state=paid', label: 'Paid', isChosen: false },
        ]}
      />
      <Table label="Invoices" columns={['Invoice', 'To', 'State', 'Amount']}>
        {INVOICES.map(({ number, to, amount, tone, state }) => (
          <Row key={number}>
            <Cell>{number}</Cell>
            <Cell label="To">{to}</Cell>
            <Cell label="State">
              <Badge tone={tone}>{state}</Badge>
            </Cell>
            <Cell label="Amount">
              <Money amount={amount} currency="EUR" />
            </Cell>
          </Row>
        ))}
      </Table>
      <Pager label="Pages of invoices" newer="/design?newer" older="/design?older" />
    </Section>
    <Section title="A question first">
      <div>
        <Confirm
          id="confirm-cancel-plan"
          label="Cancel plan"
          variant="danger"
          title="Cancel plan?"
          about="Pro, €49.00 per month"
          text="It goes on until 14 April and is not charged again."
          cancel="Leave it"
        >
          <Button type="button" variant="danger">
            Cancel plan
          </Button>
        </Confirm>
      </div>
    </Section>
  </>
));
