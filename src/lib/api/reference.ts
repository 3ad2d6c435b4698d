import { API_ROOT, type JsonSchema, schemaOf } from './openapi';
import { isCommand, type Operation } from './operation';

/** An operation as the reference page shows it. */
export interface ReferenceEntry {
  id: string;
  method: Operation['method'];
  path: string;
  summary: string;
  isOpen: boolean;
  status: number;
  query: ReferenceField[];
  body: ReferenceField[];
  /** An answer, as JSON; empty where nothing is answered. */
  answer: string;
}

export interface ReferenceField {
  name: string;
  type: string;
  isRequired: boolean;
}

/** What the reference says of an operation, read off the shapes that its endpoint reads and writes by. Pure. */
export function referenceOf(operation: Operation): ReferenceEntry {
  const { id, method, path, status } = operation;
  return {
    id,
    method,
    path: API_ROOT + path,
    summary: operation.summary(),
    isOpen: operation.isOpen === true,
    status,
    query: fieldsOf(schemaOf(operation.query)),
    body: isCommand(operation) ? fieldsOf(schemaOf(operation.body)) : [],
    answer: status === 204 ? '' : JSON.stringify(exampleOf(schemaOf(operation.answer)), null, 2),
  };
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema): ReferenceField[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeOf(schema),
    isRequired: required.includes(name),
  }));
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ');
  return [schema.type ?? 'string'].flat().join(' | ');
}

function exampleOf(schema: JsonSchema): unknown {
  if (schema.examples) return schema.examples[0];
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return exampleOf(schema.anyOf[0]);
  const [type] = [schema.type ?? 'string'].flat();
  if (type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, part]) => [name, exampleOf(part)]),
    );
  }
  if (type === 'array') return [exampleOf(schema.items ?? {})];
  return { boolean: false, integer: 0, number: 0 }[type ?? ''] ?? null;
}
