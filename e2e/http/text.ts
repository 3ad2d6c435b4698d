/** What is read in the main part of a page, without its marks. */
export function textOf(html: string): string {
  const main = /<main\b.*<\/main>/s.exec(html)?.[0] ?? '';
  return main
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Path and query of a full address: what `HttpBrowser` opens. */
export function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}
