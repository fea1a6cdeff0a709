import * as v from 'valibot';

/** Counted seconds and touched sessions of one local day, `date` as `YYYY-MM-DD`. */
export const DailyStat = v.object({
  date: v.string(),
  total_seconds: v.number(),
  session_count: v.number(),
});
export type DailyStat = v.InferOutput<typeof DailyStat>;

/** The answer of `GET /api/stats/daily`: a row for every day, oldest first, today last. */
export const DailyStats = v.object({
  stats: v.array(DailyStat),
  days: v.number(),
  time_zone: v.string(),
});
export type DailyStats = v.InferOutput<typeof DailyStats>;
