import * as m from '../src/lib/i18n/paraglide/messages';
import { press, tabTo } from './steps/keyboard';
import { signInByHttp } from './steps/sign-in';
import { linkIn } from './steps/sign-up';
import { balanceOf, closeLedger, topUp } from './steps/wallet';
import { waitForMail } from './support/mailbox';
import { newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

test.afterAll(closeLedger);

test('the keyboard alone signs up, takes a plan, sends money and ends a session, and sees where it is', async ({
  page,
}) => {
  const ada = newPerson({ fullName: 'Ada Byron' });
  const ben = await newUser({ fullName: 'Ben Ortiz' });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const inNavigation = (name: string) =>
    page.getByRole('navigation').getByRole('link', { name, exact: true });

  await page.goto('/signup');
  await press(page, page.getByRole('link', { name: m.common_skip_to_content() }));
  await expect(page.getByRole('main')).toBeFocused();
  await tabTo(page, page.getByLabel(m.auth_full_name_label()));
  await page.keyboard.type(ada.fullName);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ada.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ada.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_mail_title());
  await page.goto(linkIn(await waitForMail(ada.email)));

  await press(page, inNavigation(m.common_nav_billing()));
  await press(page, page.getByRole('link', { name: m.billing_see_prices() }));
  await press(page, page.getByRole('link', { name: m.billing_subscribe_to({ plan: 'Pro' }) }));
  await tabTo(page, page.getByLabel(m.billing_country()));
  await page.keyboard.type('Spain');
  await press(page, button(m.billing_check_plan()));
  await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
  await press(page, button(m.billing_subscribe_submit()));
  await expect(page).toHaveURL(/\/billing\?notice=subscribed/);

  await topUp(ada, 10_000n);
  await press(page, inNavigation(m.common_nav_wallet()));
  await press(page, page.getByRole('link', { name: m.wallet_send_money() }));
  await tabTo(page, page.getByLabel(m.wallet_recipient()));
  await page.keyboard.type(ben.email);
  await tabTo(page, page.getByLabel(m.wallet_amount(), { exact: true }));
  await page.keyboard.type('25');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
  await press(page, button(m.wallet_send_amount({ amount: '€25.00' })));
  await expect(page).toHaveURL(/\/wallet\?.*sent=/);
  expect(await balanceOf(ben)).toBe(2500n);

  await signInByHttp(ada);
  await press(page, button(m.common_account_menu({ name: ada.fullName })));
  await press(page, page.getByRole('link', { name: m.common_nav_sessions() }));
  const devices = page.getByRole('main').getByRole('listitem');
  await expect(devices).toHaveCount(2);
  await press(page, devices.nth(1).getByRole('button'));
  await expect(devices).toHaveCount(1);
});
