import type { BrowserContext } from '@playwright/test';

const FAILED_RESOURCE = /^Failed to load resource: the server responded with a status of (\d+)/;

/** Records what a visitor would find in the console: errors, exceptions, violations of the content security policy. */
export async function watch(
  context: BrowserContext,
  troubles: string[],
  allowed: { statuses: number[] },
): Promise<void> {
  context.on('console', (message) => {
    if (message.type() !== 'error' && !isViolation(message.text())) return;
    const status = Number(FAILED_RESOURCE.exec(message.text())?.[1]);
    if (allowed.statuses.includes(status)) return;
    troubles.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) =>
    troubles.push(`exception: ${error.error().message} (${error.page()?.url()})`),
  );
  await context.exposeBinding('reportViolation', (_source, words: string) =>
    troubles.push(`policy: ${words}`),
  );
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (violation) => {
      const report: unknown = Reflect.get(window, 'reportViolation');
      const words = `${violation.effectiveDirective} refuses ${violation.blockedURI} (${violation.sourceFile})`;
      if (typeof report === 'function') report(words);
    });
  });
}

/** Without JavaScript, and for a report-only policy, the console is all there is. */
function isViolation(text: string): boolean {
  return /content security policy/i.test(text);
}
