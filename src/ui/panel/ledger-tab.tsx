import type { OpenSessionView } from '../../domain/view.ts';
import { Octicon } from '../components/octicon.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { countedMs } from '../counted-time.ts';
import { clock, localFormat } from '../locale-format.ts';
import { sayReason, sayState } from '../sentences.ts';
import { say } from '../words.ts';
import { DaySession } from './day-session.tsx';
import { Gaps } from './gaps.tsx';
import { usePanel } from './panel-context.ts';
import { Stretches } from './stretches.tsx';

const Running = ({ session }: { session: OpenSessionView }) => (
  <>{usePanel(({ now }) => clock(countedMs(session, now)))}</>
);

const OpenStretch = ({ session }: { session: OpenSessionView }) =>
  session.countingSince === null ? null : (
    <p class="stretch is-open">
      <span class="stretch-time tabular">
        {say('ledger_until_now', localFormat.second(session.countingSince))}
      </span>
      <span class="stretch-why">{sayReason(session)}</span>
    </p>
  );

const Current = ({ session }: { session: OpenSessionView }) => {
  const ledger = usePanel((state) => state.ledger);
  const stretches = ledger?.id === session.id ? ledger.stretches : [];
  return (
    <section class="card current" data-state={session.state} aria-labelledby="ledger-current">
      <h2 id="ledger-current" class="card-title">
        {say('ledger_current')}
      </h2>
      <PullRequestLink pr={session} class="title" />
      <PullRequestPlace pr={session} />
      <div class="running">
        <span class="timer" role="timer" aria-label={say('popup_counted_time')}>
          <Running session={session} />
        </span>
        <span class="state">{sayState(session)}</span>
      </div>
      {session.countingSince === null && <p class="sentence">{sayReason(session)}</p>}
      <OpenStretch session={session} />
      {stretches.length > 0 && <Stretches stretches={stretches} />}
    </section>
  );
};

const NoReview = () => (
  <section class="blankslate">
    <Octicon name="gitPullRequest" />
    <h2>{say('ledger_none')}</h2>
    <p>{say('ledger_none_hint')}</p>
  </section>
);

const Today = () => {
  const day = usePanel((state) => state.day);
  const seconds = (day ?? []).reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  return (
    <section aria-labelledby="ledger-today">
      <div class="section-head">
        <h2 id="ledger-today">{say('ledger_today')}</h2>
        <span class="tabular">{localFormat.duration(seconds)}</span>
      </div>
      {day?.length === 0 && <p class="muted">{say('ledger_nothing_today')}</p>}
      {day !== null && day.length > 0 && (
        <ul class="box">
          {day.map((session) => (
            <DaySession key={session.id} session={session} />
          ))}
        </ul>
      )}
    </section>
  );
};

/** Where the time comes from: the stretches of this review, and the sessions of today. */
export const LedgerTab = () => {
  const stored = usePanel((state) => state.stored);
  const current = stored.kind === 'readable' ? stored.view.current : null;
  return (
    <>
      {current === null ? <NoReview /> : <Current session={current} />}
      <Gaps />
      <Today />
    </>
  );
};
