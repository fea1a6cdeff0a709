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
