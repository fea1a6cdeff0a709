import { defineManifest } from '@crxjs/vite-plugin';
import { EXTENSION_KEY } from './contract/src/extension-identity.ts';
import project from './package.json' with { type: 'json' };

const API_BASE_URL = process.env.VITE_API_BASE_URL ?? 'http://127.0.0.1:8787';

/** Every permission with what it is for. */
const permissions = [
  'storage', // sessions, the queue and the machines' snapshots live there
  'unlimitedStorage', // what has not been delivered is never evicted for want of space
  'alarms', // deadlines outlive the worker
  'idle', // nobody at the machine, or a locked screen: the time does not count
  'contextMenus', // "don’t track this repository" on a pull request, and the side panel from the toolbar
  'identity', // signing in through GitHub happens in a window of its own, which comes back to the extension
  'sidePanel', // the ledger, the queue and the machines stay in sight beside a review
  'scripting', // the sensor follows GitHub's soft navigation into a pull request
] as const;

/** The hosts that the extension may touch. */
const hosts = [
  'https://github.com/*', // which tab shows which pull request
  `${new URL(API_BASE_URL).origin.replace(/:\d+$/, '')}/*`, // the backend; match patterns have no port
];

const icons = Object.fromEntries([16, 32, 48, 128].map((size) => [String(size), `icons/${size}.png`]));

export default defineManifest({
  manifest_version: 3,
  name: '__MSG_extension_name__',
  description: '__MSG_extension_description__',
  default_locale: 'en',
  version: project.version,
  key: EXTENSION_KEY,
  minimum_chrome_version: '130',
  incognito: 'not_allowed',
  permissions: [...permissions],
  optional_permissions: ['notifications'], // one notification an outage, where a person wants it
  host_permissions: hosts,
  optional_host_permissions: ['https://*/*'], // hosts of GitHub Enterprise Server, each asked for by name in the options
  background: { service_worker: 'src/background/service-worker.ts' },
  icons,
  action: {
    default_popup: 'src/ui/popup/popup.html',
    default_title: 'WorkTime',
    default_icon: { 16: 'icons/idle-16.png', 32: 'icons/idle-32.png' },
  },
  commands: {
    'pause-resume': {
      suggested_key: { default: 'Alt+Shift+P' },
      description: '__MSG_menu_pause_resume__',
    },
    'open-panel': {
      suggested_key: { default: 'Alt+Shift+W' },
      description: '__MSG_menu_open_panel__',
    },
  },
  side_panel: { default_path: 'src/ui/panel/panel.html' },
  options_ui: { page: 'src/ui/options/options.html', open_in_tab: true },
  storage: { managed_schema: 'managed-schema.json' },
  content_scripts: [
    {
      matches: ['https://github.com/*/*/pull/*'],
      js: ['src/content/attention-sensor.iife.ts'],
      run_at: 'document_idle',
    },
  ],
  content_security_policy: { extension_pages: "script-src 'self'; object-src 'none'; base-uri 'none'" },
});
