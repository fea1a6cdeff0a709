import { expect, test } from 'vitest';
import { liveADay, tellTruth } from './person.ts';
import { DAY_BEGAN, replay } from './replay.ts';

/** Days to live through; a longer run sets it, and SEED to go on from. */
const DAYS = Number(process.env.WORKTIME_DAYS ?? 10_000);
const SEED = Number(process.env.WORKTIME_SEED ?? 1);

/** What a crash of the browser may cost, in ms: the time since the last checkpoint, and 2 s. */
const CRASH_MS = 62_000;

test(
  `over ${DAYS} simulated days the counted time is right to 2 s a change of attention, and no day exceeds its clock`,
  async () => {
    let worst = 0;
    let seen = { sessions: 0, crashes: 0, gaps: 0, givenBackMs: 0 };
    for (let seed = SEED; seed < SEED + DAYS; seed += 1) {
      const deeds = liveADay(seed);
      const truth = tellTruth(deeds);
      const { countedMs, sessions, gaps, zones } = await replay(deeds, seed % 2 === 0);
      for (const number of new Set([...truth.attendedMs.keys(), ...countedMs.keys()])) {
        const expected = truth.attendedMs.get(number) ?? 0;
        const counted = countedMs.get(number) ?? 0;
        const changes = truth.changes.get(number) ?? 0;
        const forgiven = (truth.crashes.get(number) ?? 0) * CRASH_MS;
        const missing = Math.max(0, expected - counted - forgiven);
        const error = Math.max(missing, counted - expected) / Math.max(1, changes);
        worst = Math.max(worst, error);
        if (error > 2_000)
          expect({ seed, number, counted, expected, changes, forgiven }).toEqual({ seed, within: '2 s' });
      }
      const intervals = sessions.flatMap((session) => session.intervals).sort((a, b) => a.start - b.start);
      intervals.forEach(({ start }, index) => {
        const before = intervals[index - 1];
        if (before && before.end > start) expect({ seed, before, start }).toEqual({ seed, overlap: 'none' });
      });
      const moments = deeds.map(({ at }) => DAY_BEGAN + at);
      for (const { sessionId, start, end } of gaps) {
        const session = sessions.find(({ id }) => id === sessionId);
        const isEdge = session?.intervals.some((interval) => interval.end === start);
        const isReturn = moments.some((moment) => Math.abs(moment - end) <= 2_000);
        if (!isEdge || !isReturn)
          expect({ seed, start, end, isEdge, isReturn }).toEqual({ seed, gap: 'sound' });
      }
      for (const { id, timeZone } of sessions)
        if (timeZone !== zones.get(id)) expect({ seed, id, timeZone }).toEqual({ seed, zone: zones.get(id) });
      const back = intervals.filter(({ began }) => began === 'given-back');
      seen = {
        sessions: seen.sessions + sessions.length,
        crashes: seen.crashes + [...truth.crashes.values()].reduce((sum, count) => sum + count, 0),
        gaps: seen.gaps + gaps.length,
        givenBackMs: seen.givenBackMs + back.reduce((sum, { start, end }) => sum + end - start, 0),
      };
    }
    if (process.env.WORKTIME_DAYS !== undefined)
      process.stdout.write(`${JSON.stringify({ days: DAYS, seed: SEED, worstMsAChange: worst, ...seen })}\n`);
    expect(worst).toBeLessThanOrEqual(2_000);
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  },
  Math.max(600_000, DAYS * 100),
);
