import { Account } from './account.tsx';
import { CurrentReview } from './current-review.tsx';
import { EmptyState, NothingOpen, ReloadState } from './fallback-states.tsx';
import { Header } from './header.tsx';
import { Notices, Problem } from './notices.tsx';
import { OtherReviews } from './other-reviews.tsx';
import { usePopup } from './popup-context.ts';
import { RecentReviews } from './recent-reviews.tsx';
import { SyncLine } from './sync-line.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

/** The popup, drawn from the View. */
export const App = () => {
  const stored = usePopup((state) => state.stored);
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
  const hasReviews = view.current !== null || view.others.length > 0 || view.recent.length > 0;
  return (
    <>
      <Header sync={view.sync} />
      <Problem />
      <main ref={mainRef} tabIndex={-1}>
        <Notices view={view} />
        <SyncLine sync={view.sync} />
        {view.current !== null && <CurrentReview session={view.current} />}
        {view.current === null && hasReviews && <NothingOpen />}
        {view.others.length > 0 && <OtherReviews sessions={view.others} />}
        {view.recent.length > 0 && <RecentReviews sessions={view.recent} />}
        {!hasReviews && <EmptyState />}
      </main>
      <Account view={view} />
    </>
  );
};
