import type { LocalDays } from '@worktime/contract';
import type { HistoryEntry } from '../history-entry.ts';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
import { byDay } from './summaries.ts';

/** What the sessions shown come to, as a whole. */
export const Overview = ({ days, entries }: { days: LocalDays; entries: HistoryEntry[] }) => {
  const total = byDay(entries, days).reduce((sum, { total_seconds }) => sum + total_seconds, 0);
  return (
    <dl class="overview">
      <div>
        <dt>{say('history_total')}</dt>
        <dd class="tabular">{localFormat.duration(total)}</dd>
      </div>
      <div>
        <dt>{say('history_average')}</dt>
        <dd class="tabular">{localFormat.duration(total / days.dates.length)}</dd>
      </div>
      <div>
        <dt>{say('history_reviews')}</dt>
        <dd class="tabular">{localFormat.number(entries.length)}</dd>
      </div>
    </dl>
  );
};
