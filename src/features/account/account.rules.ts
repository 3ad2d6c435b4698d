/** What a form says where nothing is to be kept. */
export const AS_BROWSER = 'browser';
export const AS_SYSTEM = 'system';

export interface ZoneGroup {
  /** The first part of the names: a continent or an ocean. */
  region: string;
  zones: string[];
}

/**
 * The time zones of places that this runtime has clocks for, by region. A zone that is kept under another of its names
 * (`Asia/Calcutta`, as some browsers say) is among them too.
 */
export function zoneGroups(kept: string | null): ZoneGroup[] {
  const known = Intl.supportedValuesOf('timeZone').filter((zone) => !zone.startsWith('Etc/'));
  const all = new Set(kept ? [...known, kept] : known);
  const groups = new Map<string, string[]>();
  for (const zone of [...all].filter(isPlace).sort()) {
    const region = zone.slice(0, zone.indexOf('/'));
    groups.set(region, [...(groups.get(region) ?? []), zone]);
  }
  return [...groups].map(([region, zones]) => ({ region, zones }));
}

/** UTC is no place, and `EST` is a name that has been given up. */
export function isPlace(zone: string): boolean {
  return zone.includes('/');
}

/** The place in the name of a zone: `Argentina, Buenos Aires` of `America/Argentina/Buenos_Aires`. */
export function placeOf(zone: string): string {
  return zone.split('/').slice(1).join(', ').replaceAll('_', ' ');
}
