/** The key of the View (`chrome.storage.session`), for pages that paint before the worker wakes. */
export const VIEW_KEY = 'view';

/** Before the key of a stored record that could not be read: where it is kept as it was. */
export const QUARANTINE_PREFIX = 'quarantine/';

/** The key of the ledger (`chrome.storage.session`): where the time of the current review comes from. Absent while there is none. */
export const LEDGER_KEY = 'ledger';

/** The key of the machines' last steps (`chrome.storage.session`), oldest first. */
export const TRACE_KEY = 'trace';

/** Storage keys of the tokens: whoever writes them signs somebody in or out. */
export const TOKEN_KEYS = ['authToken', 'tokenExpiry', 'refreshToken'] as const;
