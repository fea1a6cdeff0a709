import type { Settings } from '../domain/settings.ts';

/** Settings that an organisation can set for its people (`public/managed-schema.json`). */
export const managedFields = [
  'trackingEnabled',
  'keepTitles',
  'excluded',
  'hosts',
  'idleAfterSeconds',
  'endAfterIdleSeconds',
] as const satisfies ReadonlyArray<keyof Settings>;

/** A setting that can be changed: by the person, or else by their organisation. */
export type SettingName = (typeof managedFields)[number];

/** What the organisation has set: empty in a browser that nobody manages. */
export const loadPolicy = async (): Promise<Record<string, unknown>> => {
  try {
    return await chrome.storage.managed.get(null);
  } catch {
    return {};
  }
};

/** The settings that a policy locks. */
export const lockedBy = (policy: Record<string, unknown>): SettingName[] =>
  managedFields.filter((name) => name in policy);
