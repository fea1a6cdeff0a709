import type { Notifications } from '../ports/notifications.ts';

/** Notifications over `chrome.notifications`, which is there only where the person has allowed it in the options. */
export const browserNotifications: Notifications = {
  tellOutage: () => {
    if (!chrome.notifications) return;
    void chrome.notifications.create('outage', {
      type: 'basic',
      iconUrl: '/icons/128.png',
      title: chrome.i18n.getMessage('notice_outage'),
      message: chrome.i18n.getMessage('notice_outage_hint'),
    });
  },
};
