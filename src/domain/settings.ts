import * as v from 'valibot';

const seconds = (least: number, most: number, preset: number) =>
  v.fallback(v.optional(v.pipe(v.number(), v.minValue(least), v.maxValue(most)), preset), preset);

/** One name that makes no sense takes none of the others with it. */
const names = v.fallback(
  v.pipe(
    v.optional(v.array(v.unknown()), []),
    v.transform((list) => list.filter((name) => typeof name === 'string')),
  ),
  [],
);

/** What a person can set. A field that is missing or makes no sense has its default. Durations are in seconds. */
export const Settings = v.object({
  /** Without input for this long, the person is idle. */
  idleAfterSeconds: seconds(1, 3600, 60),
  /** A session in which nothing counted for this long has ended. */
  endAfterIdleSeconds: seconds(1, 86_400, 300),
  /** How often evidence of attention is written while counting: what a crash costs at most. */
  checkpointSeconds: seconds(1, 3600, 60),
  trackingEnabled: v.fallback(v.optional(v.boolean(), true), true),
  /** `owner/*` or `owner/repo`. */
  excluded: names,
  /** Hosts of GitHub Enterprise Server that are tracked besides github.com. */
  hosts: names,
  /** Whether titles of pull requests are kept and sent. */
  keepTitles: v.fallback(v.optional(v.boolean(), true), true),
  /** How many minutes a day the person means to review; `null` where they have set no goal. */
  dailyGoalMinutes: v.fallback(
    v.optional(v.nullable(v.pipe(v.number(), v.minValue(1), v.maxValue(1_440))), null),
    null,
  ),
  /** Whether the browser shows a notification where delivery needs the person; one an outage at most. */
  notifyOutages: v.fallback(v.optional(v.boolean(), false), false),
});
export type Settings = v.InferOutput<typeof Settings>;

/** Reads settings as they are stored; anything that is not an object gives the defaults. */
export const parseSettings = (stored: unknown): Settings =>
  v.parse(Settings, typeof stored === 'object' && stored !== null ? stored : {});
