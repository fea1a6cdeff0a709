import type { Settings } from '../domain/settings.ts';
import type { SettingsChange } from '../messages/commands.ts';

/** A setting that can be changed. */
export type SettingName = keyof Settings;

/** Settings that an organisation can set for its people (`public/managed-schema.json`). */
const managedFields = [
  'trackingEnabled',
  'keepTitles',
  'excluded',
  'hosts',
  'idleAfterSeconds',
  'endAfterIdleSeconds',
  'checkpointSeconds',
  'notifyOutages',
] as const satisfies ReadonlyArray<SettingName>;

/** What the organisation has set: empty in a browser that nobody manages. */
export const loadPolicy = async (): Promise<Record<string, unknown>> => {
  try {
    return await chrome.storage.managed.get(null);
  } catch {
    return {};
  }
};

/** The settings that a change is about. */
export const settingsIn = (change: SettingsChange): SettingName[] =>
  [...managedFields, 'dailyGoalMinutes' as const].filter((name) => name in change);

/** The settings that a policy locks. */
export const lockedBy = (policy: Record<string, unknown>): SettingName[] =>
  managedFields.filter((name) => name in policy);
