import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/** What a program was answered. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** As it came, byte for byte. */
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests look at
  json: any;
}

interface Described {
  requestBody?: Content;
  responses: Record<string, Content | undefined>;
}
interface Content {
  content?: Record<string, { schema: { $ref: string } } | undefined>;
}
interface Description {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, unknown> };
}

const PROBLEM = 'application/problem+json';

/** What the document of the API promises, held against what comes back: by a validator that knows nothing of how either was made. */
export class ApiContract {
  // Its formats are those of ajv-formats; the words around the schemas are OpenAPI's.
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #description: Description;

  constructor(description: Description) {
    addFormats.default(this.#ajv);
    this.#description = closed(description);
    this.#ajv.addSchema(this.#description, 'api');
  }

  static async of(origin: string): Promise<ApiContract> {
    // It is what is examined: whatever else it were, the first answer would fail.
    return new ApiContract((await (await fetch(`${origin}/api/openapi.json`)).json()) as Description);
  }

  /** What is wrong with an answer, or with a body that should not have been taken. Nothing where all is as promised. */
  problemsOf(method: string, path: string, sent: unknown, answer: ApiAnswer): string[] {
    const { responses, requestBody } = this.#operation(method, path) ?? { responses: { '4XX': REFUSAL } };
    const { status, json, headers } = answer;
    const promised = responses[status] ?? responses[`${Math.floor(status / 100)}XX`];
    if (!promised) return [`${status} is not described`];
    const type = headers.get('Content-Type')?.split(';', 1)[0] ?? '';
    if (!promised.content) return answer.text === '' ? [] : [`${status} was to be empty`];
    const schema = promised.content[type];
    if (!schema) return [`${status} came as ${type || 'nothing'}`];
    const taken = status < 300 ? requestBody?.content?.['application/json'] : undefined;
    return [...this.#differences(schema, json), ...(taken ? this.#differences(taken, sent) : [])];
  }

  #operation(method: string, path: string): Described | undefined {
    const { pathname } = new URL(path, 'http://here.invalid');
    const found = Object.entries(this.#description.paths).find(([template]) =>
      new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
    );
    return found?.[1][method.toLowerCase()];
  }

  #differences({ schema: { $ref } }: { schema: { $ref: string } }, value: unknown): string[] {
    const validate = this.#ajv.compile({ $ref: `api${$ref}` });
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** Whatever is not described is refused as everything else is. */
const REFUSAL: Content = { content: { [PROBLEM]: { schema: { $ref: '#/components/schemas/Problem' } } } };

/** The document lets a later version answer more; today's answers nothing that does not stand there. */
function closed<Part>(part: Part): Part {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map(closed) as Part; // the same list, of the same parts
  const inner = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  const isObject = inner.type === 'object' && 'properties' in inner;
  return { ...inner, ...(isObject ? { additionalProperties: false } : {}) } as Part; // as it was, and closed
}
