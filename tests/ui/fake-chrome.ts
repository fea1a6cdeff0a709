/** What a test can do to the `chrome` that the page sees. */
interface FakeChrome {
  /** Messages to the worker, but for questions. */
  sent: unknown[];
  /** What was asked of the browser itself, in order. */
  asked: string[];
  reloaded: number;
  /** What the page's scripts threw or left unhandled. */
  errors: string[];
  /** What the worker answers; undefined where it cannot be reached. */
  reply: unknown;
  /** What it answers to commands of one type. */
  replies: Record<string, unknown>;
  /** Whether the person says yes when the browser asks for a permission. */
  grants: boolean;
  /** Whether the extension's button is in the toolbar. */
  pinned: boolean;
  /** The person puts it there. */
  pin(): void;
  /** Writes the View, as the worker does. */
  publish(view: unknown): void;
  /** Writes any other value to the disk, as the worker does. */
  store(key: string, value: unknown): void;
  /** Writes any other value to the memory, as the worker does. */
  remember(key: string, value: unknown): void;
}

declare global {
  var fakeChrome: FakeChrome;
}

/** What a page finds in the browser. */
export interface FakeBrowser {
  local: Record<string, unknown>;
  /** What lasts as long as the browser. */
  session?: Record<string, unknown>;
  /** The policy of the person's organisation. */
  managed: Record<string, unknown>;
  /** The match patterns that the extension may see. */
  origins: string[];
  /** What the worker answers to commands of one type, from the start. */
  replies: Record<string, unknown>;
}

/**
 * Runs in the page, before its own scripts and after the words: the part of `chrome` that the pages use, and a clock
 * that starts at `at`. Its worker stores the settings that it is sent, as the real one does.
 */
export const installFakeChrome = (
  { local, session = {}, managed, origins, replies }: FakeBrowser,
  at: number,
): void => {
  const realNow = Date.now;
  const shift = at - realNow();
  Date.now = () => realNow() + shift;
  const listeners: Array<(changes: object, area: string) => void> = [];
  const writeTo =
    (area: Record<string, unknown>, name: string) =>
    (key: string, value: unknown): void => {
      area[key] = value;
      for (const listener of listeners) listener({ [key]: { newValue: value } }, name);
    };
  const write = writeTo(local, 'local');
  const remember = writeTo(session, 'session');
  const areaOf = (area: Record<string, unknown>) => ({
    get: async (keys: string | string[]) =>
      Object.fromEntries([keys].flat().flatMap((key) => (key in area ? [[key, area[key]]] : []))),
    getKeys: async () => Object.keys(area),
    getBytesInUse: async () => JSON.stringify(area).length,
  });
  const work = (message: { type: string; data?: object }): void => {
    if (message.type === 'CHANGE_SETTINGS')
      write('settings', { ...(typeof local.settings === 'object' ? local.settings : {}), ...message.data });
  };
  globalThis.fakeChrome = {
    sent: [],
    asked: [],
    reloaded: 0,
    errors: [],
    reply: { ok: true },
    replies,
    grants: true,
    pinned: false,
    pin: () => {
      fakeChrome.pinned = true;
      for (const listener of pinListeners) listener({ isOnToolbar: true });
    },
    publish: (view) => remember('view', view),
    store: write,
    remember,
  };
  addEventListener('error', (event) => fakeChrome.errors.push(event.message));
  addEventListener('unhandledrejection', (event) => fakeChrome.errors.push(String(event.reason)));

  const pinListeners: Array<(settings: object) => void> = [];
  const permissionListeners: Array<() => void> = [];
  const permitted = (change: 'request' | 'remove', asked: string[]): boolean => {
    fakeChrome.asked.push(`${change} ${asked.join(' ')}`);
    if (change === 'request' && !fakeChrome.grants) return false;
    const others = origins.filter((origin) => !asked.includes(origin));
    origins.splice(0, origins.length, ...others, ...(change === 'request' ? asked : []));
    for (const listener of permissionListeners) listener();
    return true;
  };
  const event = { addListener: (listener: () => void) => permissionListeners.push(listener) };
  const fake = {
    storage: {
      local: areaOf(local),
      session: areaOf(session),
      managed: { get: async () => managed },
      onChanged: { addListener: (listener: (typeof listeners)[number]) => listeners.push(listener) },
    },
    action: {
      getUserSettings: async () => ({ isOnToolbar: fakeChrome.pinned }),
      onUserSettingsChanged: {
        addListener: (listener: (settings: object) => void) => pinListeners.push(listener),
        removeListener: () => {},
      },
    },
    permissions: {
      getAll: async () => ({ origins: [...origins] }),
      request: async ({ origins: asked, permissions }: { origins?: string[]; permissions?: string[] }) =>
        permitted('request', asked ?? permissions ?? []),
      remove: async ({ origins: asked }: { origins: string[] }) => permitted('remove', asked),
      onAdded: event,
      onRemoved: event,
    },
    windows: { getCurrent: async () => ({ id: 7 }) },
    sidePanel: {
      open: async ({ windowId }: { windowId: number }) => {
        fakeChrome.asked.push(`panel ${windowId}`);
      },
    },
    runtime: {
      id: 'abcdefghijklmnopabcdefghijklmnop',
      getManifest: () => ({ version: '1.2.3' }),
      sendMessage: async (message: { type: string; data?: object }) => {
        if (!/^LOAD_(STATS|HISTORY|VIEW)$/.test(message.type)) fakeChrome.sent.push(message);
        const reply =
          message.type in fakeChrome.replies ? fakeChrome.replies[message.type] : fakeChrome.reply;
        if (reply === undefined) throw new Error('Could not establish connection.');
        if (reply !== null && typeof reply === 'object' && 'ok' in reply && reply.ok) work(message);
        return reply;
      },
      openOptionsPage: async () => {
        fakeChrome.asked.push('options');
      },
      reload: () => {
        fakeChrome.reloaded += 1;
      },
    },
  };
  Object.assign(chrome, fake);
};
