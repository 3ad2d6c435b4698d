import { implicit$FirstArg, type QRL } from '@builder.io/qwik';
import { isServer } from '@builder.io/qwik/build';
import type { z as qwikZod, RequestEvent, ValidatorReturn, ZodConstructor } from '@builder.io/qwik-city';
import type { ZodError, ZodType, z } from 'zod';

/**
 * Runs a zod 4 schema before a `routeAction$`: `routeAction$(async (input, ev) => …, routeInput$(SignUpInput))`.
 * The action gets the parsed, typed data; a failure answers 400 with `{ failed, fieldErrors, formErrors }` and the
 * action does not run. Sentences are made in the language of the request; nothing typed is echoed (`action.formData`
 * has it, but for passwords). Named `route…$` because Qwik takes such calls out of the browser's build, and the
 * schema and zod with them.
 */
export function routeInputQrl<Schema extends ZodType>(schemaQrl: QRL<Schema>): ValidatorFor<Schema> {
  const validate = async (ev: RequestEvent, data: unknown): Promise<ValidatorReturn<FormErrors>> => {
    dropPasswords(ev);
    const schema = await schemaQrl.resolve();
    const result = await schema.safeParseAsync(data);
    if (result.success) return { success: true, data: result.data };
    return { success: false, status: 400, error: formErrorsOf(result.error) };
  };
  // In the browser there is nothing to validate, and Qwik City takes `undefined` for "no validator", as from its own zod$.
  return (isServer ? { __brand: 'zod', validate } : undefined) as ValidatorFor<Schema>;
}

export const routeInput$ = implicit$FirstArg(routeInputQrl) as <Schema extends ZodType>(
  schema: Schema,
) => ValidatorFor<Schema>;

/** Qwik City writes what was posted into the page, for `action.formData`. A password has no business there. */
function dropPasswords({ sharedMap }: RequestEvent): void {
  const posted: unknown = sharedMap.get('@actionFormData');
  if (!(posted instanceof FormData)) return;
  for (const name of [...posted.keys()]) if (/password/i.test(name)) posted.delete(name);
}

/** What each field and the form as a whole have against them. Fields are named as Qwik City's types name them: `email`, `tags[]`, `lines[].amount`. */
export interface FormErrors {
  fieldErrors: Record<string, string | string[]>;
  formErrors: string[];
}

/** The first sentence for a field; all sentences for the items of a list. */
export function formErrorsOf(error: ZodError): FormErrors {
  const fieldErrors = new Map<string, string | string[]>();
  const formErrors: string[] = [];
  for (const issue of error.issues) {
    const field = fieldName(issue);
    const known = fieldErrors.get(field);
    if (field === '') formErrors.push(issue.message);
    else if (field.includes('[]')) fieldErrors.set(field, [known ?? [], issue.message].flat());
    else if (!known) fieldErrors.set(field, issue.message);
  }
  return { fieldErrors: Object.fromEntries(fieldErrors), formErrors };
}

type Issue = ZodError['issues'][number];

function fieldName(issue: Issue): string {
  const name = issue.path.map((part) => (typeof part === 'number' ? '[]' : `.${String(part)}`)).join('');
  return name.slice(1) + (isAboutList(issue) ? '[]' : '');
}

function isAboutList(issue: Issue): boolean {
  return (
    ('expected' in issue && issue.expected === 'array') || ('origin' in issue && issue.origin === 'array')
  );
}

/**
 * Qwik City's types know zod 3 alone, and do not export the name of what `zod$` returns. The only way to write it down
 * is to describe our schema by what goes in and what comes out, and ask what `zod$` would make of that.
 */
declare const qwikValidator: ZodConstructor;
const describe = <Out, In>(schema: qwikZod.ZodType<Out, qwikZod.ZodTypeDef, In>) => qwikValidator(schema);
type ValidatorFor<Schema extends ZodType> = ReturnType<typeof describe<z.output<Schema>, z.input<Schema>>>;
