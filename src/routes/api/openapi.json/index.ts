import type { RequestHandler } from '@builder.io/qwik-city';
import { openApiDocument } from '~/lib/api/openapi';
import { ENV } from '~/lib/env.server';
import { OPERATIONS } from '../operations';

/** The API, described for programs. */
export const onGet: RequestHandler = ({ json, url }) => {
  json(200, openApiDocument(OPERATIONS, ENV.ORIGIN ?? url.origin));
};
