import type { FunctionComponent } from 'preact';
import type { IconName } from '../components/icons.ts';
import type { Word } from '../words.ts';
import { About } from './about.tsx';
import { Data } from './data.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { Hosts } from './hosts.tsx';
import { Notifications } from './notifications.tsx';
import { Privacy } from './privacy.tsx';
import { SyncAndAccount } from './sync-account.tsx';
import { Tracking } from './tracking.tsx';

/** A part of the page: what the list of parts shows, and what is drawn. */
interface SectionEntry {
  /** Of its heading, and so its address. */
  id: string;
  title: Word;
  icon: IconName;
  Part: FunctionComponent;
}

/** The parts of the page, in their order. */
export const sections: readonly SectionEntry[] = [
  { id: 'section-tracking', title: 'options_tracking', icon: 'stopwatch', Part: Tracking },
  { id: 'section-privacy', title: 'options_privacy', icon: 'shieldLock', Part: Privacy },
  { id: 'section-hosts', title: 'options_hosts', icon: 'server', Part: Hosts },
  { id: 'section-sync', title: 'options_sync_account', icon: 'sync', Part: SyncAndAccount },
  { id: 'section-notifications', title: 'options_notifications', icon: 'bell', Part: Notifications },
  { id: 'section-data', title: 'options_data', icon: 'database', Part: Data },
  { id: 'section-diagnostics', title: 'options_diagnostics', icon: 'pulse', Part: Diagnostics },
  { id: 'section-about', title: 'options_about', icon: 'info', Part: About },
];
