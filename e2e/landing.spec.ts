import { expect, test } from './support/test';

test('the landing page answers, with a policy that names its one nonce', { tag: '@either' }, async ({
  page,
}) => {
  const answer = await page.goto('/');
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(answer?.headers()['content-security-policy']).toMatch(
    /script-src 'nonce-[\w+/=-]{16,}' 'strict-dynamic'/,
  );
});
