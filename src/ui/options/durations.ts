import type { Settings } from '../../domain/settings.ts';
import { say } from '../words.ts';

/** A duration that a person can set, in the unit in which they think of it. */
export interface DurationField {
  name: 'idleAfterSeconds' | 'endAfterIdleSeconds' | 'checkpointSeconds' | 'dailyGoalMinutes';
  unit: 'seconds' | 'minutes';
  /** How many of what is stored make one of the unit. */
  stored: number;
  /** In its unit, as is all that follows. */
  least: number;
  most: number;
  step: number;
  /** Whether there may be none. */
  optional?: boolean;
}

/** The durations and their bounds, which are those of the worker. */
export const durations = {
  idleAfter: { name: 'idleAfterSeconds', unit: 'seconds', stored: 1, least: 15, most: 3600, step: 1 },
  endAfter: { name: 'endAfterIdleSeconds', unit: 'minutes', stored: 60, least: 0.5, most: 1440, step: 0.5 },
  checkpoint: { name: 'checkpointSeconds', unit: 'seconds', stored: 1, least: 10, most: 600, step: 1 },
  dailyGoal: {
    name: 'dailyGoalMinutes',
    unit: 'minutes',
    stored: 1,
    least: 1,
    most: 1440,
    step: 1,
    optional: true,
  },
} as const satisfies Record<string, DurationField>;

/** A stored value as it is shown in the field's unit; nothing where there is none. */
export const durationText = (
  field: Pick<DurationField, 'stored'>,
  value: Settings[DurationField['name']],
): string => (value === null ? '' : String(Math.round((value / field.stored) * 100) / 100));

/** What a person has typed, as the whole number that is stored, or why it is no such duration. */
export const readDuration = (
  field: DurationField,
  text: string,
): { value: number | null } | { problem: string } => {
  const isEmpty = text.trim() === '';
  if (isEmpty && field.optional) return { value: null };
  const value = isEmpty ? Number.NaN : Number(text);
  if (value >= field.least && value <= field.most) return { value: Math.round(value * field.stored) };
  const problem = field.optional ? 'options_number_from_to_or_none' : 'options_number_range';
  return { problem: say(problem, field.least, field.most) };
};
