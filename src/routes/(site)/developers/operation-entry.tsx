import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import type { ReferenceEntry, ReferenceField } from '~/lib/api/reference';
import * as m from '~/lib/i18n/paraglide/messages';
import { CodeBlock } from './code-block';

/** One operation: what it is asked with on the left, what it answers on the right. */
export const OperationEntry = component$<{ entry: ReferenceEntry }>(({ entry }) => (
  <section id={entry.id} class="mt-8 grid gap-6 border-t border-line pt-8 lg:grid-cols-2">
    <div class="min-w-0">
      <h3 class="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Badge tone={entry.method === 'GET' ? 'neutral' : 'action'}>{entry.method}</Badge>
        <code class="font-mono text-base break-all">{entry.path}</code>
      </h3>
      <p class="mt-3 text-ink-soft">{entry.summary}</p>
      {entry.isOpen && <p class="mt-2 text-sm text-ink-soft">{m.site_api_open()}</p>}
      <Fields title={m.site_api_query()} fields={entry.query} />
      <Fields title={m.site_api_body()} fields={entry.body} />
    </div>
    <div class="min-w-0">
      {entry.answer ? (
        <CodeBlock
          title={m.site_api_answer({ status: entry.status })}
          label={`${entry.id} ${entry.status}`}
          code={entry.answer}
        />
      ) : (
        <p class="text-sm font-medium">{m.site_api_answer({ status: entry.status })}</p>
      )}
    </div>
  </section>
));

const Fields = component$<{ title: string; fields: ReferenceField[] }>(({ title, fields }) =>
  fields.length === 0 ? null : (
    <div class="mt-5">
      <h4 class="text-sm font-medium">{title}</h4>
      <ul class="mt-2 grid gap-2">
        {fields.map(({ name, type, isRequired }) => (
          <li key={name} class="flex flex-wrap items-baseline gap-x-3 text-sm">
            <code class="font-mono">{name}</code>
            <span class="font-mono text-ink-soft">{type}</span>
            {!isRequired && <span class="text-ink-soft">{m.site_api_optional()}</span>}
          </li>
        ))}
      </ul>
    </div>
  ),
);
