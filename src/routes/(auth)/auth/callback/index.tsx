import { component$ } from '@builder.io/qwik';
import type { DocumentHead, RequestHandler } from '@builder.io/qwik-city';
import * as AuthService from '~/features/auth/auth.service';
import { doorOf } from '~/features/auth/door';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { safeNext } from '~/lib/request/safe-next';
import { LinkOver } from '../../link-over';

/** The way back from another site (PKCE). Without a code it has refused, in words that are not shown: anybody can write them. */
export const onGet: RequestHandler = async (event) => {
  try {
    await AuthService.exchangeCode(doorOf(event), event.query.get('code') ?? '');
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'invalid')) throw error;
    return void event.status(400);
  }
  throw event.redirect(303, safeNext(event.query.get('next')));
};

export default component$(() => <LinkOver type="callback" />);

export const head: DocumentHead = () => ({ title: m.auth_link_title() });
