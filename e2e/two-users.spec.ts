import * as m from '../src/lib/i18n/paraglide/messages';
import { enterAs, signInByHttp } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

test('two people in two browsers each see only their own', { tag: '@either' }, async ({
  page,
  newVisitor,
}) => {
  const [ada, grace] = await Promise.all([
    newUser({ fullName: 'Ada Byron' }),
    newUser({ fullName: 'Grace Hopper' }),
  ]);
  const other = await newVisitor();
  await Promise.all([enterAs(page, ada), enterAs(other, grace)]);

  for (const path of ['/dashboard', '/profile', '/dashboard']) {
    await Promise.all([page.goto(path), other.goto(path)]);
    await expect(page.locator('body')).not.toContainText(/Grace|Hopper/);
    await expect(other.locator('body')).not.toContainText(/Ada|Byron/);
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    m.auth_dashboard_hello({ name: 'Ada Byron' }),
  );
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(
    m.auth_dashboard_hello({ name: 'Grace Hopper' }),
  );
});

test('two who save at the same moment each save their own', { tag: '@either' }, async ({
  page,
  newVisitor,
}) => {
  const other = await newVisitor();
  const [ada, grace] = await Promise.all([newUser(), newUser()]);
  await Promise.all([enterAs(page, ada), enterAs(other, grace)]);
  const names = ['Ada Lovelace', 'Grace Murray Hopper'];
  await Promise.all(
    [page, other].map(async (browser, index) => {
      await browser.goto('/account');
      await browser.getByLabel(m.auth_full_name_label()).fill(names[index] ?? '');
      await browser.getByRole('button', { name: m.account_submit() }).click();
      await expect(browser.getByText(m.account_saved())).toBeVisible();
    }),
  );
  await Promise.all([page.goto('/dashboard'), other.goto('/dashboard')]);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ada Lovelace');
  await expect(other.getByRole('heading', { level: 1 })).toContainText('Grace Murray Hopper');
});

// More would be more than one busy process answers within the time of a request: that is another test's matter.
test('fifty requests of ten people at once are answered to whoever asked', async () => {
  const people = await Promise.all(
    Array.from({ length: 10 }, (_, index) => newUser({ fullName: `Person Number${index}x` })),
  );
  const browsers = await Promise.all(people.map((person) => signInByHttp(person)));
  const requests = Array.from({ length: 50 }, (_, index) => index % 10).map(async (who) => {
    const { body } = (await browsers[who]?.open('/dashboard')) ?? { body: '' };
    return { who, seen: [...new Set(body.match(/Number\dx/g))] };
  });
  for (const { who, seen } of await Promise.all(requests)) expect(seen).toEqual([`Number${who}x`]);
});
