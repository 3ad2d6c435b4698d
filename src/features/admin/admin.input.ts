import { z } from 'zod';
import * as m from '~/lib/i18n/paraglide/messages';
import { positionIn } from '~/lib/keyset';
import { SEARCH_MAX } from './admin.limits';
import { ACTS, USER_STATES } from './admin.rules';

export const ROLES = ['user', 'admin'] as const;

/**
 * What the list was asked for, read from an address that anybody may have typed: what makes no sense is left out, and
 * the list is that much longer. Postgres takes no NUL, and no name has a line break.
 */
export const UsersQuery = z.object({
  search: z
    .string()
    .transform((words) =>
      words
        .replaceAll(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, SEARCH_MAX),
    )
    .catch(''),
  role: z.enum(ROLES).optional().catch(undefined),
  state: z.enum(USER_STATES).optional().catch(undefined),
  older: z.string().optional().transform(positionIn),
  newer: z.string().optional().transform(positionIn),
});

export const ActInput = z.object({ act: z.enum(ACTS, { error: () => m.admin_act_missing() }) });

export type UsersQuery = z.infer<typeof UsersQuery>;
export type Role = (typeof ROLES)[number];
