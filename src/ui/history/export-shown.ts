import { writeCsv } from '../data/csv.ts';
import type { HistoryEntry } from '../history-entry.ts';

const COLUMNS = [
  'client_id',
  'host',
  'repo_owner',
  'repo_name',
  'pr_number',
  'pr_title',
  'start_time',
  'end_time',
  'duration_seconds',
  'synced',
] as const;

/** Entries as CSV for spreadsheets, with a line of names first. */
export const entriesCsv = (entries: readonly HistoryEntry[]): string =>
  writeCsv([COLUMNS, ...entries.map((entry) => COLUMNS.map((name) => String(entry[name] ?? '')))]);

/** Entries as JSON, with when each of them counted. */
export const entriesJson = (entries: readonly HistoryEntry[]): string =>
  `${JSON.stringify(
    entries.map((entry) =>
      Object.fromEntries([...COLUMNS, 'intervals' as const].map((name) => [name, entry[name]])),
    ),
    null,
    2,
  )}\n`;
