import { say } from '../words.ts';
import { SwitchField } from './switch-field.tsx';

/** Asks the person, through the browser, to let the extension show notifications. */
const askForNotifications = async (): Promise<string | null> => {
  const isAllowed = await chrome.permissions.request({ permissions: ['notifications'] }).catch(() => false);
  return isAllowed ? null : say('options_notify_not_allowed');
};

/** What the browser tells a person who is elsewhere. */
export const Notifications = () => (
  <SwitchField
    name="notifyOutages"
    label={say('options_notify_outages')}
    hint={say('options_notify_outages_hint')}
    mayTurnOn={askForNotifications}
  />
);
