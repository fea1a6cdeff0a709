import type { Settings } from '../../../src/domain/settings.ts';
import type { Range } from '../threads.ts';
import type { Replayed } from './memory-runtime.ts';
import { type Deed, liveADay, type Truth, tellTruth } from './person.ts';
import { DAY_BEGAN, replay } from './replay.ts';

/** What a change of attention may cost, in ms. */
const CHANGE_MS = 2_000;

/** What a crash of the browser may cost, in ms: the time since the last checkpoint, and 2 s. */
const CRASH_MS = 62_000;

/** Faulty days after which a range is given up. */
const ENOUGH = 3;

/** What days came to, all of them added up. */
export interface Tally {
  days: number;
  /** The greatest error of a pull request's counted time in a day, in ms for each change of attention. */
  worstErrorMs: number;
  /** Days in which a moment was counted twice, so that they could exceed their wall clock. */
  daysOverClock: number;
  sessions: number;
  crashes: number;
  gaps: number;
  givenBackMs: number;
  /** Days that break a law, each with what it breaks. */
  faults: { seed: number; laws: string[] }[];
}

/** A tally of no day. */
export const noDays = (): Tally => ({
  days: 0,
  worstErrorMs: 0,
  daysOverClock: 0,
  sessions: 0,
  crashes: 0,
  gaps: 0,
  givenBackMs: 0,
  faults: [],
});

/** What two ranges came to, together. */
export const together = (one: Tally, other: Tally): Tally => ({
  days: one.days + other.days,
  worstErrorMs: Math.max(one.worstErrorMs, other.worstErrorMs),
  daysOverClock: one.daysOverClock + other.daysOverClock,
  sessions: one.sessions + other.sessions,
  crashes: one.crashes + other.crashes,
  gaps: one.gaps + other.gaps,
  givenBackMs: one.givenBackMs + other.givenBackMs,
  faults: [...one.faults, ...other.faults].sort((a, b) => a.seed - b.seed),
});

/** The error of each pull request's counted time, in ms for each change of attention. */
const errorsOf = ({ attendedMs, changes, crashes }: Truth, { countedMs }: Replayed): [number, number][] =>
  [...new Set([...attendedMs.keys(), ...countedMs.keys()])].map((number) => {
    const surplus = (countedMs.get(number) ?? 0) - (attendedMs.get(number) ?? 0);
    const missing = -surplus - (crashes.get(number) ?? 0) * CRASH_MS;
    return [number, Math.max(surplus, missing, 0) / Math.max(1, changes.get(number) ?? 0)];
  });

const isGapUnsound = (
  { sessionId, start, end }: Replayed['gaps'][number],
  { sessions }: Replayed,
  deeds: readonly Deed[],
): boolean => {
  const session = sessions.find(({ id }) => id === sessionId);
  const isEdge = session?.intervals.some((interval) => interval.end === start) === true;
  return !isEdge || !deeds.some(({ at }) => Math.abs(DAY_BEGAN + at - end) <= CHANGE_MS);
};

const sumOf = (numbers: Iterable<number>): number => [...numbers].reduce((sum, number) => sum + number, 0);

/** Lives through the day of one seed, and holds what the machines made of it to what really happened. */
const liveThrough = async (seed: number, settings?: Settings): Promise<Tally> => {
  const deeds = liveADay(seed);
  const truth = tellTruth(deeds);
  const replayed = await replay(deeds, { isAlarmFirst: seed % 2 === 0, settings });
  const { sessions, gaps, zones } = replayed;
  const laws: string[] = [];
  const errors = errorsOf(truth, replayed);
  for (const [number, error] of errors)
    if (error > CHANGE_MS) laws.push(`#${number} is wrong by ${Math.round(error)} ms a change of attention`);
  const intervals = sessions.flatMap((session) => session.intervals).sort((a, b) => a.start - b.start);
  const twice = intervals.find(({ start }, index) => start < (intervals[index - 1]?.end ?? 0));
  if (twice) laws.push(`what began at ${twice.start} was counted twice`);
  for (const gap of gaps)
    if (isGapUnsound(gap, replayed, deeds)) laws.push(`the gap from ${gap.start} to ${gap.end} was none`);
  for (const { id, timeZone } of sessions)
    if (timeZone !== zones.get(id)) laws.push(`${id} is in ${timeZone}, not in ${zones.get(id)}`);
  const back = intervals.filter(({ began }) => began === 'given-back');
  return {
    days: 1,
    worstErrorMs: Math.max(0, ...errors.map(([, error]) => error)),
    daysOverClock: Number(twice !== undefined),
    sessions: sessions.length,
    crashes: sumOf(truth.crashes.values()),
    gaps: gaps.length,
    givenBackMs: sumOf(back.map(({ start, end }) => end - start)),
    faults: laws.length > 0 ? [{ seed, laws }] : [],
  };
};

/** Lives through the days of a range one after the other. */
export const liveDays = async ({ from, count, step = 1 }: Range, settings?: Settings): Promise<Tally> => {
  let tally = noDays();
  for (let index = 0; index < count && tally.faults.length < ENOUGH; index += 1)
    tally = together(tally, await liveThrough(from + index * step, settings));
  return tally;
};

/** A faulty day in words, with the command that lives it again. */
export const describeFault = ({ seed, laws }: Tally['faults'][number]): string =>
  [
    `Day ${seed} breaks a law. Live it again: npm run simulate -- --day ${seed}`,
    ...laws.map((law) => `  ${law}`),
  ].join('\n');
