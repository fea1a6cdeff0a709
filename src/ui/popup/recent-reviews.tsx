import type { RecentSessionView } from '../../domain/view.ts';
import { HistoryLink } from '../components/page-links.tsx';
import { firstOf, groupByDay } from '../days.ts';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
import { usePopup } from './popup-context.ts';
import { SessionRow } from './session-row.tsx';

interface RecentReviewsProps {
  sessions: RecentSessionView[];
  /** How many of them are drawn. */
  rows: number;
}

/** The sessions that ended last, by day, and the way to all others. */
export const RecentReviews = ({ sessions, rows }: RecentReviewsProps) => {
  const today = usePopup((state) => localFormat.dayOf(state.now));
  return (
    <>
      {firstOf(groupByDay(sessions, localFormat.dayOf), rows).map(({ day, seconds, sessions: ofDay }) => (
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
      <p class="all-reviews">
        <HistoryLink>{say('popup_all_reviews')}</HistoryLink>
      </p>
    </>
  );
};
