/** How many users stand on a page of the list. */
export const USERS_PER_PAGE = 25;
/** The longest search, in characters; the rest is not looked at. */
export const SEARCH_MAX = 100;
/** How many of the last events of an account stand on its page. */
export const EVENTS_SHOWN = 20;
