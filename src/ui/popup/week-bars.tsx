import type { DayTotal } from '../../domain/local-days.ts';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
import { useIsPainted } from './popup-context.ts';

interface WeekBarsProps {
  /** Oldest first; the last one is today. */
  week: readonly DayTotal[];
  /** What the person wants to reach on a day, in seconds. */
  goalSeconds: number | null;
}

/** A day's time in whole minutes. */
export const minutesOf = (seconds: number): string =>
  seconds > 0 && seconds < 60 ? say('common_under_a_minute') : localFormat.duration(seconds);

/** The same, or nothing where there is none. */
const amountOf = ({ seconds }: DayTotal): string => (seconds === 0 ? '0' : minutesOf(seconds));

const WeekTable = ({ week, today }: { week: readonly DayTotal[]; today: string }) => (
  <table class="visually-hidden">
    <caption>{say('popup_week')}</caption>
    <thead>
      <tr>
        <th scope="col">{say('stats_day')}</th>
        <th scope="col">{say('stats_time')}</th>
      </tr>
    </thead>
    <tbody>
      {week.map((day) => (
        <tr key={day.date}>
          <th scope="row">{localFormat.dayName(day.date, today)}</th>
          <td>{amountOf(day)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** Seven days as bars, with the same as a table for whoever cannot see them. */
export const WeekBars = ({ week, goalSeconds }: WeekBarsProps) => {
  const most = Math.max(1, goalSeconds ?? 0, ...week.map(({ seconds }) => seconds));
  const today = week.at(-1)?.date ?? '';
  const isPainted = useIsPainted();
  return (
    <>
      <div class="week" aria-hidden="true">
        {goalSeconds !== null && <div class="week-goal" style={`--share: ${goalSeconds / most}`} />}
        {week.map((day) => (
          <div
            key={day.date}
            class={day.date === today ? 'week-day week-today' : 'week-day'}
            title={
              isPainted
                ? say('stats_day_amount', localFormat.dayName(day.date, today), amountOf(day))
                : undefined
            }
          >
            <div class="week-track">
              <div class="week-bar" style={`--share: ${day.seconds / most}`} />
            </div>
            <span>{localFormat.weekday(day.date)}</span>
          </div>
        ))}
      </div>
      {isPainted && <WeekTable week={week} today={today} />}
    </>
  );
};
