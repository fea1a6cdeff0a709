/** The storage key of the View (`chrome.storage.local`), for pages that paint before the worker wakes. */
export const VIEW_KEY = 'view';
