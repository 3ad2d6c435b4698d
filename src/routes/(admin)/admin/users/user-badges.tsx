import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import type { Role } from '~/features/admin/admin.input';
import type { UserState } from '~/features/admin/admin.rules';
import { ROLE_WORDS, STATE_WORDS } from '~/features/admin/words';

const TONE = { active: 'good', must_change: 'warn', must_reset: 'warn', suspended: 'bad' } as const;

export const StateBadge = component$<{ state: UserState }>(({ state }) => (
  <Badge tone={TONE[state]}>{STATE_WORDS[state]()}</Badge>
));

export const RoleBadge = component$<{ role: Role }>(({ role }) => (
  <Badge tone={role === 'admin' ? 'action' : 'neutral'}>{ROLE_WORDS[role]()}</Badge>
));
