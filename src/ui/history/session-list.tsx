import { Component } from 'preact';
import { useRef } from 'preact/hooks';
import { toEpochMs } from '../../domain/time.ts';
import { EditSession } from '../components/edit-session.tsx';
import { Octicon } from '../components/octicon.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { localFormat } from '../locale-format.ts';
import { sayDelivery } from '../sentences.ts';
import { say, sayCount } from '../words.ts';
import { useHistory, useHistoryStore } from './history-context.ts';
import type { ShownEntry } from './load-range.ts';
import { useWindowRows } from './use-window-rows.ts';

/** Height of a row, in CSS pixels; the style sheet holds every row to it. */
const ROW_PX = 57;

const viewOf = (entry: ShownEntry) => ({
  id: entry.client_id,
  host: entry.host,
  owner: entry.repo_owner,
  repo: entry.repo_name,
  number: entry.pr_number,
  title: entry.pr_title,
  startedAt: toEpochMs(Date.parse(entry.start_time)),
  endedAt: toEpochMs(Date.parse(entry.end_time)),
  durationSeconds: entry.duration_seconds,
});

const Editing = ({ entries }: { entries: ShownEntry[] }) => {
  const store = useHistoryStore();
  const id = useHistory((state) => state.editing);
  const entry = entries.find(({ client_id }) => client_id === id);
  return entry === undefined ? null : (
    <EditSession
      session={viewOf(entry)}
      onClose={() => store.trigger.editEnded()}
      onDeleted={(deleted) => store.trigger.sessionDeleted({ id: deleted })}
    />
  );
};

const Row = ({ entry }: { entry: ShownEntry }) => {
  const store = useHistoryStore();
  const today = useHistory((state) => localFormat.dayOf(state.now));
  const session = viewOf(entry);
  const sync = entry.synced ? 'synced' : 'queued';
  return (
    <>
      <div class="entry-name">
        <PullRequestLink pr={session} class="row-title" />
        <PullRequestPlace pr={session} />
      </div>
      <div class="entry-when">
        <span>{localFormat.dayName(localFormat.dayOf(session.startedAt), today)}</span>
        <span class="hint tabular">{localFormat.range(session.startedAt, session.endedAt)}</span>
      </div>
      <div class="entry-amount">
        <span class="tabular">{localFormat.duration(session.durationSeconds)}</span>
        <span class="delivery">
          <Octicon name={entry.synced ? 'checkCircle' : 'clock'} />
          {sayDelivery(sync)}
        </span>
      </div>
      {entry.held ? (
        <button
          type="button"
          class="icon-button"
          aria-label={say('history_edit')}
          title={say('history_edit')}
          onClick={() => store.trigger.editBegun({ id: entry.client_id })}
        >
          <Octicon name="pencil" />
        </button>
      ) : (
        <span />
      )}
    </>
  );
};

/** Draws a row when it comes into sight, and not again while the window scrolls. */
class SteadyRow extends Component<{ entry: ShownEntry }> {
  override shouldComponentUpdate({ entry }: { entry: ShownEntry }): boolean {
    return entry !== this.props.entry;
  }

  override render() {
    return <Row entry={this.props.entry} />;
  }
}

/** Every session shown, newest first. Only the rows that the window shows are in the document. */
export const SessionList = ({ entries }: { entries: ShownEntry[] }) => {
  const list = useRef<HTMLUListElement>(null);
  const rows = useWindowRows(entries.length, ROW_PX, list);
  return (
    <section class="box" aria-labelledby="sessions">
      <h2 id="sessions">
        {say('history_reviews')}
        <span class="hint">{sayCount('history_all_shown', entries.length)}</span>
      </h2>
      <ul ref={list} class="entries" style={`height: ${rows.getTotalSize()}px`}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index];
          return entry === undefined ? null : (
            <li
              key={entry.client_id}
              class="entry"
              data-sync={entry.synced ? 'synced' : 'queued'}
              aria-setsize={entries.length}
              aria-posinset={index + 1}
              style={`transform: translateY(${start - rows.options.scrollMargin}px)`}
            >
              <SteadyRow entry={entry} />
            </li>
          );
        })}
      </ul>
      <Editing entries={entries} />
    </section>
  );
};
