import { expect, test } from 'vitest';
import { placeOf, zoneGroups } from './account.rules';

const zonesIn = (kept: string | null) => zoneGroups(kept).flatMap(({ zones }) => zones);

test('every zone of a place is offered once, under its region, in order', () => {
  const groups = zoneGroups(null);
  expect(groups.map(({ region }) => region)).toEqual(
    expect.arrayContaining(['Africa', 'America', 'Europe', 'Pacific']),
  );
  for (const { region, zones } of groups) {
    expect(zones.filter((zone) => !zone.startsWith(`${region}/`))).toEqual([]);
    expect(zones).toEqual([...zones].sort());
  }
  const all = zonesIn(null);
  expect(new Set(all).size).toBe(all.length);
  expect(all).toContain('Europe/Madrid');
  expect(all.filter((zone) => /^Etc|^[^/]*$/.test(zone))).toEqual([]);
});

test('the one that is kept is offered under the name it is kept by', () => {
  expect(zonesIn(null)).not.toContain('Asia/Calcutta');
  expect(zonesIn('Asia/Calcutta')).toContain('Asia/Calcutta');
  expect(zonesIn('Etc/GMT+5')).toContain('Etc/GMT+5');
  expect(zonesIn('Europe/Madrid')).toEqual(zonesIn(null));
  expect(zonesIn('UTC')).toEqual(zonesIn(null));
});

test('a place is written as people write it', () => {
  expect(placeOf('Europe/Madrid')).toBe('Madrid');
  expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Argentina, Buenos Aires');
});
