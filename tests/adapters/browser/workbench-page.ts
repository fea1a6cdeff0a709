import { createBrowserSurvey } from '../../../src/adapters/browser-survey.ts';
import { createChromeStore } from '../../../src/adapters/chrome-store.ts';
import { browserConnectivity, systemClock } from '../../../src/adapters/system.ts';
import { createWakeAlarm } from '../../../src/adapters/wake-alarm.ts';
import { plus, toEpochMs } from '../../../src/domain/time.ts';
import { storeLaws } from '../store-laws.ts';

/** The adapters over `chrome.*`, as the workbench's page offers them to the tests by the name of `adapters`. */
const offered = {
  browserConnectivity,
  createBrowserSurvey,
  createChromeStore,
  createWakeAlarm,
  plus,
  storeLaws,
  systemClock,
  toEpochMs,
};

declare global {
  var adapters: typeof offered;
}

globalThis.adapters = offered;
