import { parseSettings, type Settings } from '../domain/settings.ts';
import type { Policy } from '../ports/policy.ts';
import type { Store } from '../ports/store.ts';

/** The host that the manifest names. */
const GITHUB = 'github.com';

/** What a person set, under what their organisation set; the defaults until it is read. */
export const createSettingsInForce = ({ store, policy }: { store: Store; policy: Policy }) => {
  let settings: Settings = parseSettings(undefined);
  return {
    now: (): Settings => settings,
    /** Hosts whose pull requests are tracked. */
    hosts: (): string[] => [GITHUB, ...settings.hosts],
    read: async (): Promise<void> => {
      const [{ settings: own }, preset] = await Promise.all([store.get(['settings']), policy.read()]);
      settings = parseSettings({ ...(typeof own === 'object' ? own : {}), ...preset });
    },
  };
};
