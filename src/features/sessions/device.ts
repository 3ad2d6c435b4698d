import Bowser from 'bowser';

/** Null for what a browser does not say, or says in a way nobody knows. */
export interface Device {
  browser: string | null;
  system: string | null;
}

/** The names of browser and system in a `User-Agent`, for people to recognise their own by. Never to decide anything by. */
export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return { browser: null, system: null };
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: browser.name || null, system: os.name || null };
}
