import { component$ } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { CodeBlock } from './code-block';

/** What holds for every operation, and one request as it is typed. */
export const Basics = component$<{ root: string }>(({ root }) => {
  const rules = [
    [m.site_api_token(), m.site_api_token_text()],
    [m.site_api_money(), m.site_api_money_text()],
    [m.site_api_keys(), m.site_api_keys_text()],
    [m.site_api_pages(), m.site_api_pages_text()],
    [m.site_api_errors(), m.site_api_errors_text()],
  ];
  return (
    <section class="mt-14">
      <h2 class="text-2xl">{m.site_api_basics()}</h2>
      <div class="mt-6 grid gap-10 lg:grid-cols-2">
        <dl class="grid content-start gap-5">
          {rules.map(([title, text]) => (
            <div key={title}>
              <dt class="font-medium">{title}</dt>
              <dd class="mt-1 text-ink-soft">{text}</dd>
            </div>
          ))}
        </dl>
        <CodeBlock title={m.site_api_example()} code={exampleRequest(root)} />
      </div>
    </section>
  );
});

function exampleRequest(root: string): string {
  return [
    `curl ${root}/wallet/transfers \\`,
    "  -H 'Authorization: Bearer eyJhbGciOi…' \\",
    "  -H 'Idempotency-Key: lunch-1' \\",
    "  -H 'Content-Type: application/json' \\",
    '  -d \'{"recipient": "user@example.test",',
    '       "amount": "1250", "currency": "EUR"}\'',
  ].join('\n');
}
