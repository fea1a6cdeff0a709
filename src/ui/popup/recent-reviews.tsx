import type { RecentSessionView } from '../../domain/view.ts';
import { groupByDay } from '../days.ts';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
import { usePopup } from './popup-context.ts';
import { SessionRow } from './session-row.tsx';

/** The sessions that ended last, by day; those that failed first, because they need a person. */
export const RecentReviews = ({ sessions }: { sessions: RecentSessionView[] }) => {
  const today = usePopup((state) => localFormat.dayOf(state.now));
  const failed = sessions.filter((session) => session.sync === 'failed');
  const days = groupByDay(
    sessions.filter((session) => session.sync !== 'failed'),
    localFormat.dayOf,
  );
  return (
    <>
      {failed.length > 0 && (
        <section aria-labelledby="attention">
          <h2 class="section-title" id="attention">
            {say('popup_needs_attention')}
            <span class="counter">{failed.length}</span>
          </h2>
          <ul>
            {failed.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        </section>
      )}
      {days.map(({ day, seconds, sessions: ofDay }) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 class="section-title" id={`day-${day}`}>
            {localFormat.dayName(day, today)}
            <span class="tabular">{localFormat.duration(seconds)}</span>
          </h2>
          <ul>
            {ofDay.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
};
