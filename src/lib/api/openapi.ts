import { z } from 'zod';
import * as m from '~/lib/i18n/paraglide/messages';
import { KEY_MAX, KEY_SHAPE } from '~/lib/idempotency/limits';
import { isCommand, nothing, type Operation } from './operation';

/** The part of JSON Schema that our shapes come out as. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  format?: string;
  examples?: unknown[];
}

/** Where all operations live. */
export const API_ROOT = '/api/v1';

const SCHEMAS = '#/components/schemas';

/** RFC 9457, as every failure is answered. */
const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

/**
 * The OpenAPI 3.1 document of these operations, made of the very shapes that their endpoints read and write by. `origin` is
 * where they are. Guide 23.
 */
export function openApiDocument(operations: readonly Operation[], origin: string) {
  return {
    openapi: '3.1.1',
    info: { title: m.api_title(), version: '1', summary: m.api_lead() },
    servers: [{ url: origin + API_ROOT }],
    security: [{ accessToken: [] }],
    paths: pathsOf(operations),
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: schemasOf(operations),
    },
  };
}

/** The wire side of a shape: what is sent, and what is answered. */
export function schemaOf(shape: z.ZodType): JsonSchema {
  // Only plain JSON Schema comes out of it, and of that only what our shapes use.
  return z.toJSONSchema(shape, { io: 'input' }) as JsonSchema;
}

function pathsOf(operations: readonly Operation[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: descriptionOf(operation),
    };
  }
  return paths;
}

function descriptionOf(operation: Operation) {
  const problem = content('application/problem+json', 'Problem');
  return {
    operationId: operation.id,
    summary: operation.summary(),
    ...(operation.isOpen ? { security: [] } : {}),
    parameters: parametersOf(operation),
    ...(bringsBody(operation)
      ? { requestBody: { required: true, ...content('application/json', bodyName(operation)) } }
      : {}),
    responses: {
      [operation.status]: {
        description: m.api_success(),
        ...(operation.status === 204 ? {} : content('application/json', answerName(operation))),
      },
      '4XX': { description: m.api_refusal(), ...problem },
      '5XX': { description: m.api_failure(), ...problem },
    },
  };
}

function parametersOf(operation: Operation) {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const { properties = {}, required = [] } = schemaOf(operation.query);
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: m.api_key_lead(),
    schema: { type: 'string', maxLength: KEY_MAX, pattern: KEY_SHAPE.source },
  };
  return [...inPath, ...inQuery, ...(isCommand(operation) ? [key] : [])];
}

function schemasOf(operations: readonly Operation[]) {
  const named = z.registry<{ id: string }>();
  named.add(Problem, { id: 'Problem' });
  for (const operation of operations) {
    if (bringsBody(operation)) named.add(operation.body, { id: bodyName(operation) });
    if (operation.status !== 204) named.add(operation.answer, { id: answerName(operation) });
  }
  const { schemas } = z.toJSONSchema(named, { io: 'input', uri: (id) => `${SCHEMAS}/${id}` });
  // An `$id` would move the base that the references start from.
  return Object.fromEntries(Object.entries(schemas).map(([id, { $id, $schema, ...schema }]) => [id, schema]));
}

function bringsBody(operation: Operation): boolean {
  return isCommand(operation) && operation.body !== nothing;
}

function content(type: string, name: string) {
  return { content: { [type]: { schema: { $ref: `${SCHEMAS}/${name}` } } } };
}

const bodyName = ({ id }: Operation) => `${capitalised(id)}Request`;
const answerName = ({ id }: Operation) => `${capitalised(id)}Response`;

function capitalised(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}
