import * as v from 'valibot';
import type { TraceEntry } from '../domain/trace.ts';
import { TRACE_KEY } from '../messages/keys.ts';
import { Trace } from '../messages/trace.ts';

/** What a saved trace says of itself. */
const TRACE_FORMAT = 'worktime-trace';

const TraceFile = v.object({ format: v.literal(TRACE_FORMAT), version: v.literal(1), steps: Trace });

/** Reads the machines' last steps from what is stored; none where that cannot be read. */
export const readTrace = (stored: unknown): TraceEntry[] => {
  const parsed = v.safeParse(Trace, stored);
  return parsed.success ? parsed.output : [];
};

/** The machines' last steps, oldest first. */
export const loadTrace = async (): Promise<TraceEntry[]> => {
  const stored = await chrome.storage.session.get<Record<string, unknown>>(TRACE_KEY);
  return readTrace(stored[TRACE_KEY]);
};

/** The steps with a number in place of each instance's id, which tells what was reviewed. */
export const withoutIds = (trace: readonly TraceEntry[]): TraceEntry[] => {
  const numbers = new Map<string, string>();
  const numbered = ({ machine, id }: TraceEntry): string => {
    const known = numbers.get(`${machine} ${id}`);
    if (known !== undefined) return known;
    const all = [...numbers.keys()].filter((name) => name.startsWith(`${machine} `));
    const name = machine === 'auth' ? 'auth' : `${machine} ${all.length + 1}`;
    numbers.set(`${machine} ${id}`, name);
    return name;
  };
  return trace.map((entry) => ({ ...entry, id: numbered(entry) }));
};

/** The trace as it may be shown to others: no title, no name, no token, no pull request. */
export const traceFile = (trace: readonly TraceEntry[], extension: string) => ({
  format: TRACE_FORMAT,
  version: 1,
  extension,
  steps: withoutIds(trace),
});

/** {@link traceFile} as text. */
export const writeTraceFile = (trace: readonly TraceEntry[], extension: string): string =>
  `${JSON.stringify(traceFile(trace, extension), null, 2)}\n`;

/** Reads what {@link writeTraceFile} wrote, whatever else is in it; `null` where it is something else. */
export const readTraceFile = (text: string): TraceEntry[] | null => {
  try {
    const parsed = v.safeParse(TraceFile, JSON.parse(text));
    return parsed.success ? parsed.output.steps : null;
  } catch {
    return null;
  }
};
