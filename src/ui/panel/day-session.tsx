import { plus, toEpochMs } from '../../domain/time.ts';
import { Button } from '../components/button.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { localFormat } from '../locale-format.ts';
import { isolated, say } from '../words.ts';
import { usePanel, usePanelCommand, usePanelStore } from './panel-context.ts';
import { CorrectForm, SplitForm } from './session-forms.tsx';
import type { DayEntry } from './stored-days.ts';
import { Stretches } from './stretches.tsx';

/** How long a deletion can be taken back, in milliseconds. */
const UNDO_MS = 8_000;

const nameOf = ({ owner, repo, number }: DayEntry): string => isolated(`${owner}/${repo} #${number}`);

const Actions = ({ session }: { session: DayEntry }) => {
  const store = usePanelStore();
  const name = nameOf(session);
  const remove = usePanelCommand({ type: 'DELETE_SESSION', data: { id: session.id } }, (reply) => {
    if (reply.ok)
      store.trigger.sessionDeleted({
        id: session.id,
        name,
        until: plus(toEpochMs(Date.now()), UNDO_MS),
      });
  });
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
      <Button
        size="small"
        look="danger"
        busy={remove.busy}
        label={say('ledger_delete_of', name)}
        onClick={remove.run}
      >
        {say('ledger_delete')}
      </Button>
    </div>
  );
};

/** A session that ended today: when it was, what of it counted and why, and what can be done about it. */
export const DaySession = ({ session }: { session: DayEntry }) => {
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
      {form === `correct ${session.id}` && <CorrectForm session={session} name={nameOf(session)} />}
      {form === `split ${session.id}` && <SplitForm session={session} name={nameOf(session)} />}
      {!form?.endsWith(session.id) && <Actions session={session} />}
      <details>
        <summary>{say('ledger_stretches')}</summary>
        <Stretches stretches={session.stretches} />
      </details>
    </li>
  );
};

/** A session that was just deleted, for as long as that can be taken back. */
export const DeletedSession = ({ id, name }: { id: string; name: string }) => {
  const store = usePanelStore();
  const { busy, run } = usePanelCommand({ type: 'RESTORE_SESSION', data: { id } }, (reply) => {
    if (reply.ok) store.trigger.sessionRestored({ id });
  });
  return (
    <li class="deleted" role="status">
      <span>
        <bdi>{name}</bdi> · {say('ledger_deleted')}
      </span>
      <Button size="small" busy={busy} label={say('ledger_undo_of', name)} onClick={run}>
        {say('ledger_undo')}
      </Button>
    </li>
  );
};
