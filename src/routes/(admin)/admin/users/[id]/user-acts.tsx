import { component$, type PropsOf } from '@builder.io/qwik';
import { type ActionStore, Form } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { Confirm } from '~/components/confirm';
import { ACT_WORDS } from '~/features/admin/act-words';
import type { Act } from '~/features/admin/admin.rules';
import * as m from '~/lib/i18n/paraglide/messages';

type UserActsProps = Pick<PropsOf<'section'>, 'class'> & {
  /** Who it is about, told apart from anybody else of that name. */
  about: string;
  /** None on one's own page. */
  acts: Act[];
  // The rest of its type says what it answers, which is the page's business.
  action: ActionStore<unknown, { act: Act }, false>;
};

/** What can be done to the account: each said with what follows, and asked again before it is done. */
export const UserActs = component$<UserActsProps>(({ about, acts, action, class: extra }) => (
  <Card title={m.admin_acts_title()} lead={acts.length === 0 ? m.admin_acts_own() : undefined} class={extra}>
    {acts.length > 0 && (
      <ul class="divide-y divide-line">
        {acts.map((act) => (
          <li
            key={act}
            class="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 py-4 first:pt-0 last:pb-0"
          >
            <p class="max-w-measure min-w-60 flex-1 text-sm text-ink-soft">{ACT_WORDS[act].text()}</p>
            <Confirm
              id={`confirm-${act}`}
              label={ACT_WORDS[act].label()}
              variant={act === 'suspend' ? 'danger' : 'quiet'}
              title={m.admin_act_question({ act: ACT_WORDS[act].label() })}
              about={about}
              text={ACT_WORDS[act].text()}
              cancel={m.admin_act_cancel()}
            >
              <Form action={action}>
                <input type="hidden" name="act" value={act} />
                <Button variant={act === 'suspend' ? 'danger' : 'primary'} working={action.isRunning}>
                  {ACT_WORDS[act].label()}
                </Button>
              </Form>
            </Confirm>
          </li>
        ))}
      </ul>
    )}
  </Card>
));
