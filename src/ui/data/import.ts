import * as v from 'valibot';
import { IMPORT_MAX, SessionRecord } from '../../messages/session-record.ts';
import { send } from '../send.ts';
import { readCsv } from './csv.ts';
import { COLUMNS } from './export.ts';

/** What became of an import: sessions that are new here, that were here already, and that could not be read. */
export interface ImportOutcome {
  added: number;
  known: number;
  unreadable: number;
}

const History = v.union([
  v.pipe(
    v.object({ sessionHistory: v.array(v.unknown()) }),
    v.transform(({ sessionHistory }) => sessionHistory),
  ),
  v.array(v.unknown()),
]);

const recordOf = (names: readonly string[], row: readonly string[]): unknown => {
  const field = (name: (typeof COLUMNS)[number]): string => row[names.indexOf(name)] ?? '';
  const texts = COLUMNS.flatMap((name) => (field(name) === '' ? [] : [[name, field(name)] as const]));
  return {
    ...Object.fromEntries(texts),
    pr_number: Number(field('pr_number') || Number.NaN),
    duration_seconds: Number(field('duration_seconds') || Number.NaN),
    intervals: field('intervals')
      .split(' ')
      .filter(Boolean)
      .map((pair) => pair.split('/')),
    synced: field('synced').toLowerCase() === 'true',
  };
};

const recordsOf = (text: string): unknown[] | null => {
  if (/^\s*[[{]/.test(text.replace(/^\uFEFF/, ''))) {
    try {
      const history = v.safeParse(History, JSON.parse(text.replace(/^\uFEFF/, '')));
      return history.success ? history.output : null;
    } catch {
      return null;
    }
  }
  const [names, ...rows] = readCsv(text) ?? [];
  if (!names?.includes('id') || !names.includes('start_time')) return null;
  return rows.filter((row) => row.some((field) => field !== '')).map((row) => recordOf(names, row));
};

const Counted = v.object({ ok: v.literal(true), added: v.number(), known: v.number() });

/**
 * Takes in the sessions of an export, JSON or CSV; those that are here already stay as they are. `null` where the text
 * is no export, or the worker does not answer; what was taken in before that stays, and is known the next time.
 */
export const importData = async (text: string, tell: typeof send = send): Promise<ImportOutcome | null> => {
  const records = recordsOf(text);
  if (records === null) return null;
  const sessions = records.flatMap((record) => {
    const session = v.safeParse(SessionRecord, record);
    return session.success ? [session.output] : [];
  });
  const outcome = { added: 0, known: 0, unreadable: records.length - sessions.length };
  for (let from = 0; from < sessions.length; from += IMPORT_MAX) {
    const part = sessions.slice(from, from + IMPORT_MAX);
    const reply = v.safeParse(Counted, await tell({ type: 'IMPORT_DATA', data: { sessions: part } }));
    if (!reply.success) return null;
    outcome.added += reply.output.added;
    outcome.known += reply.output.known;
  }
  return outcome;
};
