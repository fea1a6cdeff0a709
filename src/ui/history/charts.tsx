import type { LocalDays } from '@worktime/contract';
import type { HistoryEntry } from '../history-entry.ts';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
import { byDay, byHour } from './summaries.ts';

interface Bar {
  /** What it stands for, in full. */
  name: string;
  /** What is written beneath it, where there is room for it. */
  label: string;
  /** Whether the label is left out on a narrow page. */
  isMinor?: boolean;
  seconds: number;
}

interface BarChartProps {
  id: string;
  title: string;
  /** What a bar stands for. */
  unit: string;
  bars: Bar[];
}

const amountOf = (seconds: number): string =>
  seconds < 1 ? localFormat.number(0) : localFormat.duration(seconds);

/** Bars over a line, and the same as a table that can be opened. */
const BarChart = ({ id, title, unit, bars }: BarChartProps) => {
  const most = Math.max(1, ...bars.map(({ seconds }) => seconds));
  return (
    <section class="box chart" aria-labelledby={id}>
      <h2 id={id}>
        {title}
        <span class="hint tabular">{say('stats_up_to', localFormat.duration(most))}</span>
      </h2>
      <div class="bars" style={`--bars: ${bars.length}`} aria-hidden="true">
        {bars.map(({ name, label, isMinor, seconds }) => (
          <div
            key={name}
            class={isMinor ? 'bar bar-minor' : 'bar'}
            title={say('stats_day_amount', name, amountOf(seconds))}
          >
            <div class="bar-track">
              <div
                class={seconds < 1 ? 'bar-fill bar-empty' : 'bar-fill'}
                style={`--share: ${seconds / most}`}
              />
            </div>
            <span>{label}</span>
          </div>
        ))}
      </div>
      <details>
        <summary>{say('stats_as_table')}</summary>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{unit}</th>
              <th scope="col">{say('stats_time')}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ name, seconds }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="tabular">{amountOf(seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
};

interface ChartProps {
  days: LocalDays;
  entries: HistoryEntry[];
}

/** At most so many bars have something written beneath them. */
const LABELS_MAX = 12;

/** On a narrow page, one of so many labels stays. */
const NARROW_LABELS = 3;

/** Counted time of each local day. */
export const DayChart = ({ days, entries }: ChartProps) => {
  const today = days.dates.at(-1) ?? '';
  const every = Math.ceil(days.dates.length / LABELS_MAX);
  const bars = byDay(entries, days).map(({ date, total_seconds: seconds }, index): Bar => {
    const fromToday = days.dates.length - 1 - index;
    return {
      name: localFormat.dayName(date, today),
      label: fromToday % every === 0 ? localFormat.shortDay(date) : '',
      isMinor: fromToday % (every * NARROW_LABELS) !== 0,
      seconds,
    };
  });
  return <BarChart id="by-day" title={say('stats_by_day')} unit={say('stats_day')} bars={bars} />;
};

/** Counted time of each hour of the day, over all days. */
export const HourChart = ({ days, entries }: ChartProps) => {
  const bars = byHour(entries, days).map((seconds, hour): Bar => {
    const name = localFormat.hour(hour);
    return { name, label: hour % 6 === 0 ? name : '', seconds };
  });
  return <BarChart id="by-hour" title={say('stats_by_hour')} unit={say('stats_hour')} bars={bars} />;
};
