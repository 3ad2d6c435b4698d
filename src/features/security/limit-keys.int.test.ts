import { describe, expect, test } from 'vitest';
import { limitKey, networkOf } from './limit-keys';

describe('the network of an address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

const EMAIL = 'ana@example.test';
const ADDRESS = '192.0.2.7';
const rule = (per: 'address' | 'account_at_address' | 'account') => ({ per, tries: 1, seconds: 900 });

test('a key names the action and the time, and hides the rest', () => {
  expect(limitKey('sign_in', rule('account_at_address'), EMAIL, { address: ADDRESS })).toMatch(
    /^sign_in\/900:[\w-]{22}:[\w-]{22}$/,
  );
  expect(limitKey('sign_in', rule('account'), EMAIL, { address: ADDRESS })).toMatch(
    /^sign_in\/900:[\w-]{22}:-$/,
  );
  expect(limitKey('sign_in', rule('address'), EMAIL, { address: ADDRESS })).toMatch(
    /^sign_in\/900:-:[\w-]{22}$/,
  );
});

test('two accounts, two addresses and two actions are counted apart', () => {
  const pair = rule('account_at_address');
  const keys = [
    limitKey('sign_in', pair, EMAIL, { address: ADDRESS }),
    limitKey('sign_in', pair, 'ben@example.test', { address: ADDRESS }),
    limitKey('sign_in', pair, EMAIL, { address: '192.0.2.8' }),
    limitKey('reset', pair, EMAIL, { address: ADDRESS }),
    limitKey('sign_in', { ...pair, seconds: 60 }, EMAIL, { address: ADDRESS }),
  ];
  expect(new Set(keys).size).toBe(5);
});

test('one network of IPv6 is one visitor', () => {
  const at = (address: string) => limitKey('sign_in', rule('address'), EMAIL, { address });
  expect(at('2001:db8:1:2::7')).toBe(at('2001:db8:1:2:ffff::8'));
  expect(at('2001:db8:1:2::7')).not.toBe(at('2001:db8:1:3::7'));
});

test('visitors whose address is not known share no budget as such, and each account keeps its own', () => {
  expect(limitKey('sign_in', rule('address'), EMAIL, { address: null })).toBeNull();
  expect(limitKey('sign_in', rule('account_at_address'), EMAIL, { address: null })).toMatch(
    /^sign_in\/900:[\w-]{22}:-$/,
  );
});

test('a browser that the account knows is counted by itself, wherever it is', () => {
  const at = (address: string, device: string) =>
    limitKey('sign_in_known_device', { per: 'account_at_device', tries: 1, seconds: 900 }, EMAIL, {
      address,
      device,
    });
  expect(at(ADDRESS, 'laptop')).toBe(at('192.0.2.8', 'laptop'));
  expect(at(ADDRESS, 'laptop')).not.toBe(at(ADDRESS, 'phone'));
});
