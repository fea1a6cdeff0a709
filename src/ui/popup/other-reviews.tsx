import type { OpenSessionView } from '../../domain/view.ts';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { localFormat } from '../locale-format.ts';
import { sayState } from '../sentences.ts';
import { say } from '../words.ts';
import { Timer } from './timer.tsx';

const OtherReview = ({ session }: { session: OpenSessionView }) => (
  <li class="row">
    <PullRequestLink pr={session} class="row-title" />
    <span class="row-amount tabular">
      <Timer session={session} />
    </span>
    <div class="row-place">
      <PullRequestPlace pr={session} />
      <time>{localFormat.time(session.startedAt)}</time>
    </div>
    <span class="muted">{sayState(session)}</span>
  </li>
);

/** Further reviews that are open and do not count. */
export const OtherReviews = ({ sessions }: { sessions: OpenSessionView[] }) => (
  <section aria-labelledby="others">
    <h2 class="section-title" id="others">
      {say('popup_also_open')}
    </h2>
    <ul>
      {sessions.map((session) => (
        <OtherReview key={session.id} session={session} />
      ))}
    </ul>
  </section>
);
