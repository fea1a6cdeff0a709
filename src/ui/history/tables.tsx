import type { LocalDays } from '@worktime/contract';
import { useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import type { HistoryEntry } from '../history-entry.ts';
import { localFormat } from '../locale-format.ts';
import { say, sayCount } from '../words.ts';
import { byPullRequest, byRepository, type Summary } from './summaries.ts';

/** So many rows are shown until the person asks for all. */
const ROWS = 8;

const Name = ({ sum }: { sum: Summary }) => {
  if (sum.number === null)
    return (
      <bdi>
        {sum.owner}/{sum.repo}
      </bdi>
    );
  const pr = { ...sum, number: sum.number };
  return (
    <>
      <PullRequestLink pr={pr} class="row-title" />
      <PullRequestPlace pr={pr} />
    </>
  );
};

interface SummaryTableProps {
  id: string;
  title: string;
  /** What a row stands for. */
  unit: string;
  sums: Summary[];
}

const SummaryTable = ({ id, title, unit, sums }: SummaryTableProps) => {
  const [all, setAll] = useState(false);
  const most = sums[0]?.seconds ?? 1;
  return (
    <section class="box" aria-labelledby={id}>
      <h2 id={id}>
        {title}
        <span class="counter">{localFormat.number(sums.length)}</span>
      </h2>
      <table class="sums">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{unit}</th>
            <th scope="col">{say('stats_reviews')}</th>
            <th scope="col">{say('stats_time')}</th>
          </tr>
        </thead>
        <tbody>
          {(all ? sums : sums.slice(0, ROWS)).map((sum) => (
            <tr key={`${sum.host}/${sum.owner}/${sum.repo}/${sum.number}`}>
              <th scope="row">
                <Name sum={sum} />
                <div class="share" style={`--share: ${sum.seconds / Math.max(1, most)}`} />
              </th>
              <td class="hint tabular">{sayCount('history_all_shown', sum.sessions)}</td>
              <td class="tabular">{localFormat.duration(sum.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!all && sums.length > ROWS && (
        <p class="show-all">
          <Button look="invisible" size="small" onClick={() => setAll(true)}>
            {say('stats_show_all', localFormat.number(sums.length))}
          </Button>
        </p>
      )}
    </section>
  );
};

interface TableProps {
  days: LocalDays;
  entries: HistoryEntry[];
}

/** What each repository comes to. */
export const RepositoryTable = ({ days, entries }: TableProps) => (
  <SummaryTable
    id="by-repository"
    title={say('stats_by_repository')}
    unit={say('stats_repository')}
    sums={byRepository(entries, days)}
  />
);

/** What each pull request comes to. */
export const PullRequestTable = ({ days, entries }: TableProps) => (
  <SummaryTable
    id="by-pull-request"
    title={say('stats_by_pull_request')}
    unit={say('stats_pull_request')}
    sums={byPullRequest(entries, days)}
  />
);
