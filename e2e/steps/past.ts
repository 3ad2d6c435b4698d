import { owner } from '../../src/lib/testing/owner';
import type { HttpBrowser } from '../http/http-browser';
import { pathOf } from '../http/text';
import { noticeLinkIn, waitForNotice } from '../support/mailbox';
import type { Person } from '../support/people';
import { signInByHttp } from './sign-in';

/** Just so many events, a minute apart: "wrong password" from addresses that count up. */
export async function giveAPast({ email }: Pick<Person, 'email'>, count: number): Promise<void> {
  await owner`delete from security_events where user_id = (select id from profiles where email = ${email})`;
  await owner`
    insert into security_events (occurred_at, kind, outcome, user_id, address, details)
    select timestamptz '2026-03-01 08:00Z' + make_interval(mins => n), 'sign_in', 'refused',
      (select id from profiles where email = ${email}), inet '198.51.100.0' + n, '{"reason": "wrong_password"}'
    from generate_series(1, ${count}::int) as n`;
}

/** Somebody signs in as them on a second device; the path of the link that their notice holds. */
export async function brokenInto(
  person: Person,
  origin?: string,
): Promise<{ thief: HttpBrowser; link: string }> {
  await signInByHttp(person, origin);
  const thief = await signInByHttp(person, origin);
  return { thief, link: pathOf(noticeLinkIn(await waitForNotice(person.email)) ?? '') };
}
