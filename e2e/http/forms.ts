export interface HtmlForm {
  /** As written in the page; empty means the page itself. */
  action: string;
  method: string;
  /** Every named control with the value it would send untouched. */
  fields: Record<string, string>;
}

/** The forms of a page as a browser without script sees them. */
export function formsIn(html: string): HtmlForm[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', inside = '']) => ({
    action: attribute(head, 'action') ?? '',
    method: (attribute(head, 'method') ?? 'get').toLowerCase(),
    fields: { ...inputsIn(inside), ...selectsIn(inside) },
  }));
}

function inputsIn(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input\b([^>]*)>/g)].map(([, input = '']) => input);
  const sent = inputs.filter((input) => !/type="(radio|checkbox)"/.test(input) || /\schecked\b/.test(input));
  return Object.fromEntries(sent.flatMap((input) => named(input, attribute(input, 'value') ?? '')));
}

function selectsIn(html: string): Record<string, string> {
  const selects = [...html.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)];
  return Object.fromEntries(
    selects.flatMap(([, head = '', inside = '']) => {
      const options = [...inside.matchAll(/<option\b([^>]*)>/g)].map(([, option = '']) => option);
      const chosen = options.find((option) => /\sselected\b/.test(option)) ?? options[0] ?? '';
      return named(head, attribute(chosen, 'value') ?? '');
    }),
  );
}

function named(tag: string, value: string): [string, string][] {
  const name = attribute(tag, 'name');
  return name ? [[name, value]] : [];
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
