import { Account } from './account.tsx';
import { CurrentReview } from './current-review.tsx';
import { EmptyState, NothingOpen, ReloadState } from './fallback-states.tsx';
import { Header } from './header.tsx';
import { NeedsAttention } from './needs-attention.tsx';
import { Deleted, Notices, Problem } from './notices.tsx';
import { OtherReviews } from './other-reviews.tsx';
import { usePopup } from './popup-context.ts';
import { RecentReviews } from './recent-reviews.tsx';
import { Today } from './today.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

/** As many rows as are in sight when the popup opens, at most. The first paint waits for no other. */
const FIRST_ROWS = 4;

/** The popup, drawn from the View. */
export const App = () => {
  const stored = usePopup((state) => state.stored);
  const isToldOfTime = usePopup(({ told }) => told?.some(({ seconds }) => seconds > 0) === true);
  const rows = usePopup(({ isPainted }) => (isPainted ? Number.POSITIVE_INFINITY : FIRST_ROWS));
  const mainRef = useKeptFocus();

  if (stored.kind === 'unreadable') return <ReloadState />;
  if (stored.kind === 'absent') {
    return (
      <>
        <Header sync={null} />
        <Problem />
        <main ref={mainRef} tabIndex={-1}>
          <EmptyState />
        </main>
      </>
    );
  }

  const { view } = stored;
  const failed = view.recent.filter(({ sync }) => sync === 'failed');
  const ended = view.recent.filter(({ sync }) => sync !== 'failed');
  const hasReviews = view.current !== null || view.others.length > 0 || view.recent.length > 0;
  return (
    <>
      <Header sync={view.sync} />
      <Problem />
      <Deleted />
      <main ref={mainRef} tabIndex={-1}>
        <Notices view={view} />
        {view.current !== null && <CurrentReview session={view.current} />}
        {view.current === null && hasReviews && <NothingOpen />}
        <NeedsAttention sessions={failed} rows={rows} />
        {(hasReviews || isToldOfTime) && <Today view={view} />}
        {view.others.length > 0 && <OtherReviews sessions={view.others.slice(0, rows)} />}
        {view.recent.length > 0 && (
          <RecentReviews sessions={ended} rows={Math.max(0, rows - view.others.length)} />
        )}
        {!hasReviews && <EmptyState />}
      </main>
      <Account view={view} />
    </>
  );
};
