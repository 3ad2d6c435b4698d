import { z } from 'zod';
import * as m from '~/lib/i18n/paraglide/messages';

export const EndSessionInput = z.object({ session: z.guid({ error: () => m.sessions_end_missing() }) });
