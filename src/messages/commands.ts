import { PAGE_LIMIT_MAX, PAGE_OFFSET_MAX, PullRequestNumber, STATS_DAYS_MAX, text } from '@worktime/contract';
import * as v from 'valibot';
import { IMPORT_MAX, SessionRecord } from './session-record.ts';

/** A name as an address could hold it: not blank, and one part of a path. */
const Name = v.pipe(text(1, 100), v.regex(/^\s*[^/\s][^/]*$/));
const Id = v.pipe(v.string(), v.uuid());
const Moment = v.pipe(v.string(), v.isoTimestamp());
const Nothing = v.optional(v.strictObject({}));

/** Starts a session by hand: it needs no open tab. The seed's message. */
const StartSession = v.strictObject({
  type: v.literal('START_SESSION'),
  data: v.strictObject({
    repo_owner: Name,
    repo_name: Name,
    pr_number: PullRequestNumber,
  }),
});

/** Some of the settings, anew. */
const SettingsChange = v.strictObject({
  idleAfterSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(3600))),
  endAfterIdleSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(30), v.maxValue(86_400))),
  checkpointSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(600))),
  trackingEnabled: v.optional(v.boolean()),
  keepTitles: v.optional(v.boolean()),
  dailyGoalMinutes: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_440)))),
  notifyOutages: v.optional(v.boolean()),
  excluded: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.regex(/^[\w.-]{1,100}\/(\*|[\w.-]{1,100})$/))), v.maxLength(1_000)),
  ),
  hosts: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/))), v.maxLength(20)),
  ),
});
export type SettingsChange = v.InferOutput<typeof SettingsChange>;

/** Gaps, each by its session and when it began. */
const Gaps = v.strictObject({
  gaps: v.pipe(
    v.array(v.strictObject({ id: Id, start: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) })),
    v.minLength(1),
    v.maxLength(100),
  ),
});

/** Every command that a page of the extension may send, by its `type`. */
export const Command = v.variant('type', [
  StartSession,
  v.strictObject({
    type: v.literal('END_SESSION'),
    data: v.optional(v.strictObject({ id: v.optional(Id) })),
  }),
  v.strictObject({ type: v.literal('PAUSE_SESSION'), data: v.strictObject({ id: Id }) }),
  v.strictObject({ type: v.literal('RESUME_SESSION'), data: v.strictObject({ id: Id }) }),
  v.strictObject({ type: v.literal('SYNC_NOW'), data: Nothing }),
  v.strictObject({ type: v.literal('NETWORK_CHANGED'), data: Nothing }),
  v.strictObject({ type: v.literal('RETRY_SESSION'), data: v.strictObject({ id: Id }) }),
  v.strictObject({ type: v.literal('DISCARD_SESSION'), data: v.strictObject({ id: Id }) }),
  v.strictObject({
    type: v.literal('CORRECT_SESSION'),
    data: v.strictObject({
      id: Id,
      start_time: v.optional(Moment),
      end_time: v.optional(Moment),
      duration_seconds: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    }),
  }),
  v.strictObject({ type: v.literal('DELETE_SESSION'), data: v.strictObject({ id: Id }) }),
  v.strictObject({ type: v.literal('SPLIT_SESSION'), data: v.strictObject({ id: Id, at: Moment }) }),
  v.strictObject({ type: v.literal('COUNT_GAP'), data: Gaps }),
  v.strictObject({ type: v.literal('LEAVE_GAP'), data: Gaps }),
  v.strictObject({ type: v.literal('RESTORE_SESSION'), data: v.strictObject({ id: Id }) }),
  v.strictObject({
    type: v.literal('SIGN_IN_LOCALLY'),
    data: v.strictObject({ login: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(39)) }),
  }),
  v.strictObject({ type: v.literal('SIGN_IN'), data: Nothing }),
  v.strictObject({ type: v.literal('SIGN_OUT'), data: Nothing }),
  v.strictObject({ type: v.literal('LOAD_SIGN_INS'), data: Nothing }),
  v.strictObject({
    type: v.literal('REVOKE_SIGN_IN'),
    data: v.strictObject({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)) }),
  }),
  v.strictObject({ type: v.literal('ERASE_ACCOUNT'), data: Nothing }),
  v.strictObject({ type: v.literal('ERASE_LOCAL_DATA'), data: Nothing }),
  v.strictObject({
    type: v.literal('EXCLUDE_REPOSITORY'),
    data: v.strictObject({ owner: Name, repo: Name }),
  }),
  v.strictObject({ type: v.literal('CHANGE_SETTINGS'), data: SettingsChange }),
  v.strictObject({
    type: v.literal('IMPORT_DATA'),
    data: v.strictObject({ sessions: v.pipe(v.array(SessionRecord), v.maxLength(IMPORT_MAX)) }),
  }),
  v.strictObject({ type: v.literal('LOAD_VIEW'), data: Nothing }),
  v.strictObject({
    type: v.literal('LOAD_STATS'),
    data: v.strictObject({
      days: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(STATS_DAYS_MAX)),
    }),
  }),
  v.strictObject({
    type: v.literal('LOAD_HISTORY'),
    data: v.strictObject({
      limit: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(PAGE_LIMIT_MAX)),
      offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(PAGE_OFFSET_MAX)),
    }),
  }),
]);
export type Command = v.InferOutput<typeof Command>;

/** What the attention sensor of a pull-request page reports. The only thing that a page of the web may send. */
export const AttentionReport = v.strictObject({
  type: v.literal('ATTENTION'),
  data: v.strictObject({
    visible: v.boolean(),
    inputAt: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** What that input was; absent where the person has only turned to the page. */
    input: v.optional(v.picklist(['pointer', 'scroll', 'key', 'selection'])),
    /** When the machine fell asleep, in a report made on waking; else absent. */
    awakeUntil: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    online: v.boolean(),
    title: v.pipe(v.string(), v.maxLength(1_000)),
  }),
});
export type AttentionReport = v.InferOutput<typeof AttentionReport>;

/** Why what was asked for cannot be done; pages word it from the locale files. */
export const refusalReasons = [
  'defect',
  'excluded',
  'no-answer',
  'no-open-session',
  'no-such-sign-in',
  'offline',
  'signed-out',
  'tracking-off',
  'unknown-gap',
  'unknown-session',
  'unsound',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Why a message was refused. `code` and `reason` are stable; `message` is for whoever sent it, in English. */
export interface Refusal {
  code: 'malformed' | 'forbidden' | 'not-possible' | 'failed';
  reason?: RefusalReason;
  message: string;
}

/** The answer to every message. Commands that make or change something add it beside `ok`. */
export type Reply = { ok: true; [more: string]: unknown } | { ok: false; error: Refusal };
