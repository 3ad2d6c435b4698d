import type { RequestHandler } from '@builder.io/qwik-city';
import { listWalletEntries } from '~/features/wallet/wallet.api';
import * as WalletService from '~/features/wallet/wallet.service';
import { endpoint } from '~/lib/api/endpoint';
import { getActor } from '~/lib/request/actor';

export const onGet: RequestHandler = endpoint(listWalletEntries, ({ query }, event) =>
  WalletService.listEntries(getActor(event), query),
);
