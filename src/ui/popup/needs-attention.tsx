import { useState } from 'preact/hooks';
import type { RecentSessionView } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import { EditSession } from '../components/edit-session.tsx';
import { saveFile } from '../save-file.ts';
import { sayFailure } from '../sentences.ts';
import { say } from '../words.ts';
import { useCommand, usePopupStore, useSecondPress } from './popup-context.ts';
import { SessionRow } from './session-row.tsx';

const Retry = ({ id }: { id: string }) => {
  const { busy, run } = useCommand({ type: 'RETRY_SESSION', data: { id } });
  return (
    <Button size="small" busy={busy} onClick={run}>
      {say('popup_retry')}
    </Button>
  );
};

const Discard = ({ id }: { id: string }) => {
  const discard = useCommand({ type: 'DISCARD_SESSION', data: { id } });
  const { asked, press, forget } = useSecondPress(`discard ${id}`, discard.run);
  return (
    <Button
      look={asked ? 'danger-emphasis' : 'danger'}
      size="small"
      busy={discard.busy}
      onBlur={forget}
      onClick={press}
    >
      {say(asked ? 'popup_discard_asked' : 'popup_discard')}
    </Button>
  );
};

const Edit = ({ session }: { session: RecentSessionView }) => {
  const store = usePopupStore();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {say('popup_edit')}
      </Button>
      {open && (
        <EditSession
          session={session}
          onClose={() => setOpen(false)}
          onDeleted={(id) => store.trigger.sessionDeleted({ id })}
        />
      )}
    </>
  );
};

const exportSession = (session: RecentSessionView): void => {
  const { can: _can, sync: _sync, startedAt, endedAt, ...rest } = session;
  const times = { start: new Date(startedAt).toISOString(), end: new Date(endedAt).toISOString() };
  saveFile(`worktime-${session.id}.json`, `${JSON.stringify({ ...rest, ...times }, null, 2)}\n`);
};

const Repair = ({ session }: { session: RecentSessionView }) => (
  <div class="repair">
    {session.problem === null ? (
      <p class="unanswered">{say('popup_exhausted')}</p>
    ) : (
      <p class="problem" title={sayFailure(session.problem)}>
        <bdi>{sayFailure(session.problem)}</bdi>
      </p>
    )}
    <div class="actions">
      {session.can.includes('retry') && <Retry id={session.id} />}
      <Edit session={session} />
      {session.can.includes('discard') && <Discard id={session.id} />}
      <Button size="small" onClick={() => exportSession(session)}>
        {say('popup_export')}
      </Button>
    </div>
  </div>
);

/** The sessions whose delivery needs a person, and what the person can do about each; at most `rows` are drawn. */
export const NeedsAttention = ({ sessions, rows }: { sessions: RecentSessionView[]; rows: number }) =>
  sessions.length === 0 ? null : (
    <section aria-labelledby="attention">
      <h2 class="section-title" id="attention">
        {say('popup_needs_attention')}
        <span class="counter">{sessions.length}</span>
      </h2>
      <ul>
        {sessions.slice(0, rows).map((session) => (
          <SessionRow key={session.id} session={session}>
            <Repair session={session} />
          </SessionRow>
        ))}
      </ul>
    </section>
  );
