import type { PageSensors } from '../ports/page-sensors.ts';

const originOf = (host: string): string => `https://${host}/*`;

/** The sensor files as the manifest names them for github.com. */
export const sensorFiles = (): string[] =>
  chrome.runtime.getManifest().content_scripts?.flatMap(({ js }) => js ?? []) ?? [];

const register = async (hosts: readonly string[]): Promise<void> => {
  const allowed: string[] = [];
  for (const host of hosts)
    if (await chrome.permissions.contains({ origins: [originOf(host)] })) allowed.push(host);
  const registered = (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id);
  const stale = registered.filter((host) => !allowed.includes(host));
  const fresh = allowed.filter((host) => !registered.includes(host));
  if (stale.length > 0) await chrome.scripting.unregisterContentScripts({ ids: stale });
  if (fresh.length > 0)
    await chrome.scripting.registerContentScripts(
      fresh.map((host) => ({
        id: host,
        matches: [`https://${host}/*/*/pull/*`],
        js: sensorFiles(),
        runAt: 'document_idle' as const,
      })),
    );
};

let registering: Promise<void> = Promise.resolve();

/** Sensors as registered content scripts, one a host. One call after the other: the browser refuses a script twice. */
export const registeredSensors: PageSensors = {
  watch: (hosts) => {
    registering = registering.catch(() => {}).then(() => register(hosts));
    return registering;
  },
};
