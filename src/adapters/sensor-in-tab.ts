import { ASK, HUSH } from '../messages/sensor.ts';
import { sensorFiles } from './registered-sensors.ts';

/**
 * Puts the sensor into a page that has none: one that came to a pull request without a load, or that was there before
 * the extension was. A page that cannot take it goes without.
 */
export const ensureSensor = async (tabId: number): Promise<void> => {
  const isThere = await chrome.tabs.sendMessage(tabId, ASK).then(
    () => true,
    () => false,
  );
  if (!isThere)
    await chrome.scripting.executeScript({ target: { tabId }, files: sensorFiles() }).catch(() => {});
};

/** Ends the sensor of a page that shows a pull request no more, where there is one. */
export const hushSensor = (tabId: number): Promise<void> =>
  chrome.tabs.sendMessage(tabId, HUSH).catch(() => {});
