import type { RequestHandler } from '@builder.io/qwik-city';
import { sendMoney } from '~/features/wallet/wallet.api';
import * as WalletService from '~/features/wallet/wallet.service';
import { endpoint } from '~/lib/api/endpoint';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';

export const onPost: RequestHandler = endpoint(sendMoney, ({ body, key }, event) =>
  WalletService.transfer(getActor(event), { ...body, key }, visitOf(event)),
);
