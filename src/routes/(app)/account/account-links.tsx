import { component$ } from '@builder.io/qwik';
import {
  IconClock,
  IconDevices,
  IconDownload,
  IconForward,
  IconKey,
  IconMail,
  IconTrash,
} from '~/components/icons';
import { NavLink } from '~/components/nav-link';
import * as m from '~/lib/i18n/paraglide/messages';

const PLACES = [
  { href: '/account/email', label: m.auth_email_title, lead: m.account_email_lead, Icon: IconMail },
  { href: '/account/password', label: m.auth_change_title, lead: m.account_password_lead, Icon: IconKey },
  { href: '/account/sessions', label: m.sessions_title, lead: m.account_sessions_lead, Icon: IconDevices },
  { href: '/account/activity', label: m.common_nav_activity, lead: m.account_activity_lead, Icon: IconClock },
  { href: '/account/export', label: m.account_export_title, lead: m.account_export_link, Icon: IconDownload },
  { href: '/account/delete', label: m.account_delete_title, lead: m.account_delete_link, Icon: IconTrash },
];

/** What else there is to an account, each on a page of its own. */
export const AccountLinks = component$(() => (
  <nav aria-label={m.account_links_title()}>
    <ul class="divide-y divide-line overflow-hidden rounded-surface border border-line bg-surface">
      {PLACES.map(({ href, label, lead, Icon }) => (
        <li key={href}>
          <NavLink
            href={href}
            class="flex items-center gap-4 p-4 -outline-offset-2 hover:bg-sunken focus-visible:-outline-offset-2 sm:px-5"
          >
            <Icon class="shrink-0 text-ink-soft" />
            <span class="min-w-0 flex-1">
              <span class="block font-medium">{label()}</span>
              <span class="block text-sm text-ink-soft">{lead()}</span>
            </span>
            <IconForward class="shrink-0 text-ink-faint" size={16} />
          </NavLink>
        </li>
      ))}
    </ul>
  </nav>
));
