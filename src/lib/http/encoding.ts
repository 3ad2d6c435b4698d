/** What we compress with, the better one first. */
export const ENCODINGS = ['br', 'gzip'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The best encoding of ours that an `Accept-Encoding` header takes; `q=0` means "not this one". Nothing for "leave it as it is". */
export function acceptedEncoding(header: string | null): Encoding | undefined {
  const accepted = new Set<string>();
  for (const entry of (header ?? '').toLowerCase().split(',')) {
    const [coding = '', ...parameters] = entry.split(';').map((part) => part.trim());
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) accepted.add(coding);
  }
  return ENCODINGS.find((encoding) => accepted.has(encoding));
}

/** Is it worth compressing? Pictures, fonts and archives already are. */
export function isCompressible(contentType: string | null): boolean {
  return /^(text\/|image\/svg\+xml|application\/([\w.-]+\+)?(json|xml|javascript))/.test(contentType ?? '');
}
