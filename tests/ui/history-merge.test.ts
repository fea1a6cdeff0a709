import { describe, expect, test } from 'vitest';
import { entriesCsv, entriesJson } from '../../src/ui/history/export-shown.ts';
import { merge } from '../../src/ui/history/load-range.ts';
import { matching } from '../../src/ui/history/search.ts';
import { entryOf, storedHistory } from './history-entries.ts';

const stored = storedHistory(4).map(entryOf);
const [newest, second, third, oldest] = stored;
if (!newest || !second || !third || !oldest) throw new Error('There are four.');

const told = (entry: typeof newest) => ({ ...entry, intervals: [] });
const none: ReadonlySet<string> = new Set();

describe('what both sides know', () => {
  test('is shown once, newest first, with when it counted', () => {
    expect(merge([told(second), told(newest)], [newest, second], none)).toEqual([
      { ...newest, held: true },
      { ...second, held: true },
    ]);
  });

  test('is what the backend says where it was corrected there', () => {
    const elsewhere = { ...told(newest), duration_seconds: 7 };
    expect(merge([elsewhere], [newest], none)).toEqual([{ ...elsewhere, held: true }]);
  });

  test('is what this browser says while the backend has not acknowledged it', () => {
    const corrected = { ...newest, duration_seconds: 7, synced: false };
    expect(merge([told(newest)], [corrected], none)).toEqual([{ ...corrected, held: true }]);
  });
});

test('a session that only one side has is shown if it is still to be told, or was told by the backend', () => {
  const waiting = { ...oldest, synced: false };
  expect(merge([told(second)], [waiting, third], none)).toEqual([
    { ...told(second), held: false },
    { ...waiting, held: true },
  ]);
});

test('a session that was deleted here is not shown, though the backend still has it', () => {
  expect(merge([told(newest)], [], new Set([newest.client_id]))).toEqual([]);
});

test('a search finds names, numbers and titles, every word of it', () => {
  expect(matching(stored, '  ACME #100 re-arm').map(({ client_id }) => client_id)).toEqual([
    newest.client_id,
  ]);
  expect(matching(stored, 'acme nothing')).toEqual([]);
  expect(matching(stored, ' ')).toEqual(stored);
});

test('a file of what is shown holds the same as text, and no formula', () => {
  const risky = { ...newest, pr_title: '=1+1' };
  const { client_id, start_time, end_time } = newest;
  expect(entriesCsv([risky])).toBe(
    'client_id,host,repo_owner,repo_name,pr_number,pr_title,start_time,end_time,duration_seconds,synced\r\n' +
      `${client_id},github.com,acme,rocket,100,'=1+1,${start_time},${end_time},300,true\r\n`,
  );
  const { session_id: _, ...rest } = risky;
  expect(JSON.parse(entriesJson([risky]))).toEqual([rest]);
});
