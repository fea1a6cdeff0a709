/** The answer to an attention report. */
export interface SensorReply {
  ok: boolean;
  /** `false`: the page shows nothing that is tracked, and its sensor may stop. */
  watch?: boolean;
  rules?: { idleAfterMs: number; checkpointMs: number };
}
