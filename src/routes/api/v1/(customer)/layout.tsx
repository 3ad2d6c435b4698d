import type { RequestHandler } from '@builder.io/qwik-city';
import { guardApi } from '~/features/auth/guard-api';

/** Whoever asks below here has brought an access token. */
export const onRequest: RequestHandler = guardApi;
