import { Button } from '../components/button.tsx';
import { EditSession } from '../components/edit-session.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { localFormat } from '../locale-format.ts';
import { isolated, say } from '../words.ts';
import { usePanel, usePanelStore } from './panel-context.ts';
import { SplitForm } from './split-form.tsx';
import type { DayEntry } from './stored-days.ts';
import { Stretches } from './stretches.tsx';

const nameOf = ({ owner, repo, number }: DayEntry): string => isolated(`${owner}/${repo} #${number}`);

const Actions = ({ session }: { session: DayEntry }) => {
  const store = usePanelStore();
  const name = nameOf(session);
  return (
    <div class="actions">
      <Button
        size="small"
        label={say('ledger_correct_of', name)}
        onClick={() => store.trigger.formOpened({ form: `correct ${session.id}` })}
      >
        {say('ledger_correct')}
      </Button>
      <Button
        size="small"
        label={say('ledger_split_of', name)}
        onClick={() => store.trigger.formOpened({ form: `split ${session.id}` })}
      >
        {say('ledger_split')}
      </Button>
    </div>
  );
};

/** A session that ended today: when it was, what of it counted and why, and what can be done about it. */
export const DaySession = ({ session }: { session: DayEntry }) => {
  const store = usePanelStore();
  const form = usePanel((state) => state.form);
  return (
    <li class="day-session" data-session={session.id}>
      <div class="day-head">
        <PullRequestLink pr={session} class="row-title" />
        <span class="tabular day-amount">{localFormat.duration(session.durationSeconds)}</span>
        <div class="row-place">
          <PullRequestPlace pr={session} />
          <time class="tabular">{localFormat.range(session.startedAt, session.endedAt)}</time>
        </div>
      </div>
      {form === `split ${session.id}` ? (
        <SplitForm session={session} name={nameOf(session)} />
      ) : (
        <Actions session={session} />
      )}
      {form === `correct ${session.id}` && (
        <EditSession
          session={session}
          onClose={() => store.trigger.formClosed()}
          onDeleted={(id) => store.trigger.sessionDeleted({ id })}
        />
      )}
      <details>
        <summary>{say('ledger_stretches')}</summary>
        <Stretches stretches={session.stretches} />
      </details>
    </li>
  );
};
