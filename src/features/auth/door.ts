import type { RequestEventBase } from '@builder.io/qwik-city';
import type { SignInMethod } from '~/features/security/security.details';
import { type Visit, visitOf } from '~/lib/request/visit';
import { createSupabaseServerClient, type ServerClient } from '~/lib/supabase/server';

/** The browser that wants to come in: its request, its client, which keeps its cookies, and what is written down of it. */
export interface Door {
  event: RequestEventBase;
  client: ServerClient;
  visit: Visit;
}

/** How somebody came in, for the trail. */
export interface Opening {
  kind: 'sign_in' | 'reauthenticated';
  method: SignInMethod;
}

/** Where this request's browser comes in. */
export function doorOf(event: RequestEventBase): Door {
  return { event, client: createSupabaseServerClient(event), visit: visitOf(event) };
}
