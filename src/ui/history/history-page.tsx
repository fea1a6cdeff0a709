import { DeletedNotice } from '../components/deleted-notice.tsx';
import { Octicon } from '../components/octicon.tsx';
import { say } from '../words.ts';
import { DayChart, HourChart } from './charts.tsx';
import { useHistory, useHistoryStore, useShown } from './history-context.ts';
import { Overview } from './overview.tsx';
import { SessionList } from './session-list.tsx';
import { SourceNote } from './source-note.tsx';
import { PullRequestTable, RepositoryTable } from './tables.tsx';
import { Toolbar } from './toolbar.tsx';

const Deleted = () => {
  const store = useHistoryStore();
  const id = useHistory((state) => state.deleted);
  return id === null ? null : <DeletedNotice id={id} onGone={() => store.trigger.deletionForgotten()} />;
};

const Empty = () => (
  <section class="blankslate box">
    <Octicon name="history" />
    <h2>{say('history_empty')}</h2>
    <p>{say('history_empty_hint')}</p>
  </section>
);

const Shown = () => {
  const { days, entries } = useShown();
  if (entries.length === 0) return <Empty />;
  return (
    <>
      <Overview days={days} entries={entries} />
      <DayChart days={days} entries={entries} />
      <div class="columns">
        <RepositoryTable days={days} entries={entries} />
        <HourChart days={days} entries={entries} />
      </div>
      <PullRequestTable days={days} entries={entries} />
      <SessionList entries={entries} />
    </>
  );
};

/** All reviews of some time, what they come to, and where this is known from. */
export const HistoryPage = () => {
  const isLoaded = useHistory((state) => state.loaded !== null);
  return (
    <>
      <header class="page-header">
        <div class="page-width">
          <Octicon name="stopwatch" class="logo" />
          <h1>{say('history_title')}</h1>
          <SourceNote />
        </div>
      </header>
      <main class="page-width" aria-busy={!isLoaded}>
        <Deleted />
        <Toolbar />
        {isLoaded ? <Shown /> : <p class="loading">{say('history_loading')}</p>}
      </main>
    </>
  );
};
