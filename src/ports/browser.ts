import type { PageEvidence, Survey } from '../domain/attention.ts';
import type { PullRequest } from '../domain/pull-request.ts';

/** A look at the browser: its tabs, its windows, and whether anybody is at the machine. */
export interface Browser {
  /** `recognize` tells which pull request an address shows, where it is one that is tracked. */
  survey(recognize: (address: string) => PullRequest | null): Promise<Survey>;
  /** What the sensor in a tab knows now; `null` where it does not answer within a second. */
  ask(tabId: number): Promise<PageEvidence | null>;
  /** Tells the sensor in a tab, if there is one, that the person has turned to it. */
  rouse(tabId: number): void;
}

/** Whether this is still the browser that the last worker lived in. */
export interface BrowserLife {
  /** Whether nobody has left a mark yet: the browser was started since, or the extension was loaded anew in it. */
  isNew(): Promise<boolean>;
  /** Leaves the mark. It outlives the worker, but not the browser. */
  mark(): Promise<void>;
}
