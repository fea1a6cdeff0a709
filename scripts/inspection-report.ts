import * as v from 'valibot';

const Report = v.variant('type', [
  v.looseObject({
    type: v.literal('@xstate.actor'),
    sessionId: v.string(),
    snapshot: v.looseObject({ value: v.optional(v.unknown()) }),
  }),
  v.looseObject({
    type: v.literal('@xstate.event'),
    sessionId: v.string(),
    sourceId: v.optional(v.string()),
    event: v.looseObject({ type: v.string() }),
  }),
  v.looseObject({
    type: v.literal('@xstate.snapshot'),
    sessionId: v.string(),
    event: v.looseObject({ type: v.string() }),
    snapshot: v.looseObject({ value: v.optional(v.unknown()), status: v.optional(v.string()) }),
  }),
]);

/** One thing that an inspected worker says: an instance it introduces, an event, or where an event led. */
export type Report = v.InferOutput<typeof Report>;

/** Reads what came over the socket; undefined where it is no report. */
export function readReport(text: string): Report | undefined {
  try {
    const parsed = v.safeParse(Report, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
