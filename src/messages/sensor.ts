/** What the worker sends to a page to be told, now, what its sensor knows. */
export const ASK = 'worktime.report';

/** What the worker sends to a page when the browser itself shows that the person has turned to it. */
export const ROUSE = 'worktime.rouse';

/** What the worker sends to a page that has moved on to what is not tracked: its sensor ends. */
export const HUSH = 'worktime.hush';

/** The answer to an attention report. */
export interface SensorReply {
  ok: boolean;
  /** `false`: the page shows nothing that is tracked, and its sensor may stop. */
  watch?: boolean;
  /** Without input for this long, the person is idle. */
  idleAfterMs?: number;
  /** When the next report is wanted from a page that is looked at. */
  checkpointInMs?: number;
}
