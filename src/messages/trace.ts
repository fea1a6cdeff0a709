import * as v from 'valibot';
import { type EpochMs, toEpochMs } from '../domain/time.ts';
import type { TraceEntry } from '../domain/trace.ts';

const Instant: v.GenericSchema<unknown, EpochMs> = v.pipe(v.number(), v.finite(), v.transform(toEpochMs));

const Entry: v.GenericSchema<unknown, TraceEntry> = v.object({
  machine: v.picklist(['session', 'syncItem', 'auth']),
  id: v.string(),
  event: v.string(),
  cause: v.nullable(v.string()),
  from: v.nullable(v.string()),
  to: v.string(),
  at: Instant,
  dueAt: v.nullable(Instant),
});

/** The machines' last steps as they lie in storage or in a file, oldest first. */
export const Trace = v.array(Entry);
