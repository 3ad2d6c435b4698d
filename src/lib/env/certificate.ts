import { X509Certificate } from 'node:crypto';

/** What is wrong with the text of a certificate authority: one or more PEM certificates. */
export function certificateProblems(pem: string): string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks) return ['is neither a readable file nor the text of a certificate'];
  return blocks.every(isCertificate) ? [] : ['has the frame of a certificate but not a certificate in it'];
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
