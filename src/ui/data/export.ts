import * as v from 'valibot';
import { SessionRecord } from '../../messages/session-record.ts';
import { writeCsv } from './csv.ts';
import { readStorageSchema, type StoredArea } from './storage-schema.ts';

/** What an export says of itself. */
const EXPORT_FORMAT = 'worktime-export';

/** Columns of the CSV export, in their order. */
export const COLUMNS = [
  'id',
  'host',
  'repo_owner',
  'repo_name',
  'pr_number',
  'pr_title',
  'start_time',
  'end_time',
  'duration_seconds',
  'time_zone',
  'intervals',
  'backend_id',
  'synced',
] as const;

/** Everything that is stored, as JSON, without what would let its reader act in the person's name. */
export const exportJson = async (area: StoredArea = chrome.storage.local): Promise<string> => {
  const { authToken: _token, tokenExpiry: _expiry, ...stored } = await readStorageSchema(area);
  const settings = await area.get<Record<string, unknown>>(['settings']);
  const head = { format: EXPORT_FORMAT, version: 1, exported_at: new Date().toISOString() };
  return `${JSON.stringify({ ...head, ...stored, ...settings }, null, 2)}\n`;
};

/** Every ended session, newest first, as CSV for spreadsheets. Intervals are `start/end` pairs with blanks between. */
export const exportCsv = async (area: StoredArea = chrome.storage.local): Promise<string> => {
  const { sessionHistory } = await readStorageSchema(area);
  const rows = sessionHistory.flatMap((stored) => {
    const session = v.safeParse(SessionRecord, stored);
    if (!session.success) return [];
    const { intervals, ...rest } = session.output;
    const flat: Record<string, unknown> = {
      ...rest,
      intervals: intervals.map((pair) => pair.join('/')).join(' '),
    };
    return [COLUMNS.map((name) => String(flat[name] ?? ''))];
  });
  return writeCsv([COLUMNS, ...rows]);
};
