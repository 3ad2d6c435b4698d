import type { RequestHandler } from '@builder.io/qwik-city';
import * as StatementService from '~/features/wallet/statement.service';
import { listWalletEntries } from '~/features/wallet/wallet.api';
import { endpoint } from '~/lib/api/endpoint';
import { getActor } from '~/lib/request/actor';

export const onGet: RequestHandler = endpoint(listWalletEntries, ({ query }, event) =>
  StatementService.listEntries(getActor(event), query),
);
