import type { RequestEventBase } from '@builder.io/qwik-city';
import type { Visit } from '~/lib/request/visit';
import { createSupabaseServerClient, type ServerClient } from '~/lib/supabase/server';
import { aVisit } from './actors';
import { CookieJar } from './cookie-jar';
import { throughQwik } from './through-qwik';

type Door = { event: RequestEventBase; client: ServerClient; visit: Visit };

/** A person with a browser: runs verbs in requests of theirs, and keeps the cookies. */
export class Visitor {
  readonly jar = new CookieJar();

  /** Runs a verb that takes the request's client. */
  visit<T>(verb: (client: ServerClient) => Promise<T>): Promise<T> {
    return this.enter(({ client }) => verb(client));
  }

  /** Runs a verb that takes the request, its client and where it came from. */
  async enter<T>(verb: (door: Door) => Promise<T>): Promise<T> {
    const outcome: { value?: T } = {};
    const request = new Request('http://127.0.0.1/', { headers: { cookie: this.jar.header } });
    const handled = throughQwik(request, async (event) => {
      outcome.value = await verb({ event, client: createSupabaseServerClient(event), visit: aVisit() });
    });
    this.jar.take(await handled);
    return outcome.value as T; // a verb that throws has left by now
  }
}
