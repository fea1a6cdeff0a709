import { say } from '../words.ts';

/** A duration that a person can set, in the unit in which they think of it. */
export interface DurationField {
  name: 'idleAfterSeconds' | 'endAfterIdleSeconds';
  unit: 'seconds' | 'minutes';
  /** In its unit, as is all that follows. */
  least: number;
  most: number;
  step: number;
}

/** The durations and their bounds, which are those of the worker. */
export const durations = {
  idleAfter: { name: 'idleAfterSeconds', unit: 'seconds', least: 15, most: 3600, step: 1 },
  endAfter: { name: 'endAfterIdleSeconds', unit: 'minutes', least: 0.5, most: 1440, step: 0.5 },
} as const satisfies Record<string, DurationField>;

const secondsIn = (field: DurationField): number => (field.unit === 'minutes' ? 60 : 1);

/** Seconds as they are shown in the field's unit. */
export const durationText = (field: DurationField, seconds: number): string =>
  String(Math.round((seconds / secondsIn(field)) * 100) / 100);

/** What a person has typed, in whole seconds, or why it is no such duration. */
export const readDuration = (
  field: DurationField,
  text: string,
): { seconds: number } | { problem: string } => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value >= field.least && value <= field.most
    ? { seconds: Math.round(value * secondsIn(field)) }
    : { problem: say('options_number_range', field.least, field.most) };
};
