import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plus, toEpochMs } from '../../src/domain/time.ts';
import { type CorrectionFields, correctionOf, fieldsOf } from '../../src/ui/correction.ts';
import { fromLocalInput, toLocalInput } from '../../src/ui/local-time-input.ts';
import { now, uuid } from './sessions.ts';

const machineZone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

const session = {
  id: uuid(1),
  startedAt: plus(now, -3_600_000 + 123),
  endedAt: plus(now, -600_000 + 456),
  durationSeconds: 1_225,
};

const corrected = (fields: Partial<CorrectionFields>) =>
  correctionOf(session, { ...fieldsOf(session), ...fields }, now);

describe('a correction', () => {
  test('says what differs and nothing else, by the clocks of this machine', () => {
    expect(fieldsOf(session)).toEqual({
      start: '2026-03-11T14:30:00',
      end: '2026-03-11T15:20:00',
      minutes: '20',
    });
    expect(corrected({ end: '2026-03-11T15:10:00' })).toEqual({
      ok: true,
      command: { type: 'CORRECT_SESSION', data: { id: session.id, end_time: '2026-03-11T14:10:00.000Z' } },
    });
    expect(corrected({ start: '2026-03-11T14:40', minutes: '30' })).toEqual({
      ok: true,
      command: {
        type: 'CORRECT_SESSION',
        data: { id: session.id, start_time: '2026-03-11T13:40:00.000Z', duration_seconds: 1800 },
      },
    });
  });

  test('of the ends alone leaves it to the worker what counts between them', () => {
    expect(corrected({ end: '2026-03-11T14:35:00' })).toEqual({
      ok: true,
      command: { type: 'CORRECT_SESSION', data: { id: session.id, end_time: '2026-03-11T13:35:00.000Z' } },
    });
  });

  test('that changes nothing is none', () => {
    expect(corrected({})).toEqual({ ok: true, command: null });
  });

  test.each<[string, Partial<CorrectionFields>, unknown]>([
    ['an empty field', { start: '' }, { kind: 'unreadable' }],
    ['minutes that are no number', { minutes: '-1' }, { kind: 'unreadable' }],
    ['an end before the start', { end: '2026-03-11T14:00:00' }, { kind: 'out-of-order' }],
    ['an end in the future', { end: '2026-03-11T15:30:01' }, { kind: 'in-future' }],
    ['more time than there was', { minutes: '51' }, { kind: 'too-long', most: 3000 }],
  ])('does not stand with %s', (_, fields, problem) => {
    expect(corrected(fields)).toEqual({ ok: false, problem });
  });
});

test.each(['2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-10-24T23:30:00Z', '2026-07-01T10:11:12Z'])(
  'the field of a time gives the time back: %s',
  (instant) => {
    const at = toEpochMs(Date.parse(instant));
    expect(fromLocalInput(toLocalInput(at))).toBe(at);
  },
);
