import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { EmptyState } from '~/components/empty-state';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { PageHead } from '~/components/page-head';
import { requireFresh, takeAsked } from '~/features/auth/fresh';
import { deviceName } from '~/features/sessions/device-name';
import { EndSessionInput } from '~/features/sessions/sessions.input';
import * as SessionsService from '~/features/sessions/sessions.service';
import { failWith } from '~/lib/form/refusal';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { formatDate } from '~/lib/time';
import { SessionItem } from './session-item';

export const useSessions = routeLoader$((event) => SessionsService.listSessions(getActor(event)));

/** What was asked for before this user had to confirm who they are. */
export const useAsked = routeLoader$((event) => takeAsked(event));

export const useEndSession = routeAction$(async ({ session }, event) => {
  const actor = requireFresh(event);
  try {
    await SessionsService.endSession(actor, session, visitOf(event));
  } catch (error) {
    return failWith(event, error);
  }
  return { ended: true };
}, routeInput$(EndSessionInput));

export const useEndOthers = routeAction$(async (_, event) => {
  const { claims } = requireFresh(event);
  try {
    await SessionsService.endOtherSessions(claims, visitOf(event));
  } catch (error) {
    return failWith(event, error);
  }
  return { ended: true };
});

export default component$(() => {
  const sessions = useSessions().value;
  const asked = useAsked().value;
  const end = useEndSession();
  const endOthers = useEndOthers();
  const problems = [end.value?.fieldErrors?.session, end.value?.formErrors, endOthers.value?.formErrors];
  const isAlone = sessions.every(({ isCurrent }) => isCurrent);
  return (
    <>
      <PageHead title={m.sessions_title()} lead={m.sessions_lead()}>
        {!isAlone && (
          <Form q:slot="action" action={endOthers}>
            <Button variant="danger" working={endOthers.isRunning}>
              {m.sessions_end_others()}
            </Button>
          </Form>
        )}
      </PageHead>
      <div class="mb-6 grid gap-4 empty:hidden">
        {asked && !end.value && !endOthers.value && <FormAlert tone="info">{m.auth_fresh_again()}</FormAlert>}
        <FormProblems problems={problems} />
        {end.value?.ended && <FormAlert tone="good">{m.sessions_ended()}</FormAlert>}
        {endOthers.value?.ended && <FormAlert tone="good">{m.sessions_others_ended()}</FormAlert>}
      </div>
      <ul
        aria-label={m.sessions_list_label()}
        class="divide-y divide-line rounded-surface border border-line bg-surface"
      >
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session}>
            {!session.isCurrent && (
              <Form action={end}>
                <input type="hidden" name="session" value={session.id} />
                <Button
                  variant="quiet"
                  working={end.isRunning && end.formData?.get('session') === session.id}
                  aria-label={endLabel(session)}
                >
                  {m.sessions_end()}
                </Button>
              </Form>
            )}
          </SessionItem>
        ))}
      </ul>
      {isAlone && <EmptyState title={m.sessions_alone_title()} lead={m.sessions_alone_lead()} class="mt-8" />}
    </>
  );
});

/** Several buttons say the same: a screen reader has to hear which. */
function endLabel(session: SessionsService.ListedSession): string {
  const when = formatDate(session.beganAt, { format: 'moment' });
  return m.sessions_end_label({ device: deviceName(session), when });
}

export const head: DocumentHead = () => ({ title: m.sessions_title() });
