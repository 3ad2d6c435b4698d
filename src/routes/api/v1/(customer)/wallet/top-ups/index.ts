import type { RequestHandler } from '@builder.io/qwik-city';
import * as CheckoutsService from '~/features/payments/checkouts.service';
import { topUpWallet } from '~/features/payments/payments.api';
import { endpoint } from '~/lib/api/endpoint';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';

export const onPost: RequestHandler = endpoint(topUpWallet, ({ body, key }, event) =>
  CheckoutsService.startTopUp(getActor(event), { ...body, key }, visitOf(event)),
);
