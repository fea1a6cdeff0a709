import { useEffect, useRef, useState } from 'preact/hooks';
import { toEpochMs } from '../../domain/time.ts';
import type { ViewedPullRequest } from '../../domain/view.ts';
import {
  type Correctable,
  type CorrectionFields,
  type CorrectionProblem,
  correctionOf,
  fieldsOf,
} from '../correction.ts';
import { localFormat } from '../locale-format.ts';
import { send } from '../send.ts';
import { say } from '../words.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { PullRequestPlace } from './pull-request.tsx';

interface EditSessionProps {
  session: Correctable & ViewedPullRequest;
  /** Called once, when the dialog has gone, whatever came of it. */
  onClose: () => void;
  /** Called when the session was deleted; it can be taken back for some seconds. */
  onDeleted: (id: string) => void;
}

const sayProblem = (problem: CorrectionProblem): string => {
  switch (problem.kind) {
    case 'unreadable':
      return say('edit_unreadable');
    case 'out-of-order':
      return say('edit_out_of_order');
    case 'in-future':
      return say('edit_in_future');
    case 'too-long':
      return say('edit_too_long', localFormat.duration(problem.most));
  }
};

/** A dialog that corrects or deletes an ended session. Opens at once and keeps the focus until it is closed. */
export const EditSession = ({ session, onClose, onDeleted }: EditSessionProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [fields, setFields] = useState(() => fieldsOf(session));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);

  const ask = async (command: Parameters<typeof send>[0], done: () => void): Promise<void> => {
    setBusy(true);
    const reply = await send(command);
    setBusy(false);
    if (!reply.ok) return setProblem(reply.error.message);
    done();
    dialog.current?.close();
  };
  const save = async (): Promise<void> => {
    const correction = correctionOf(session, fields, toEpochMs(Date.now()));
    if (!correction.ok) setProblem(sayProblem(correction.problem));
    else if (correction.command === null) dialog.current?.close();
    else await ask(correction.command, () => {});
  };
  const remove = (): void => {
    if (asked) void ask({ type: 'DELETE_SESSION', data: { id: session.id } }, () => onDeleted(session.id));
    else setAsked(true);
  };
  const field = (name: keyof CorrectionFields, label: string, type: string) => (
    <label>
      {label}
      <input
        type={type}
        name={name}
        value={fields[name]}
        step={1}
        min={type === 'number' ? 0 : undefined}
        onInput={({ currentTarget }) => setFields({ ...fields, [name]: currentTarget.value })}
      />
    </label>
  );

  return (
    <dialog ref={dialog} class="edit" aria-labelledby="edit-title" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void save();
        }}
      >
        <h2 id="edit-title">{say('edit_title')}</h2>
        <PullRequestPlace pr={{ ...session, title: session.title ?? session.repo }} />
        {field('start', say('edit_start'), 'datetime-local')}
        {field('end', say('edit_end'), 'datetime-local')}
        {field('minutes', say('edit_counted'), 'number')}
        {problem !== null && (
          <Banner tone="danger" icon="alert" urgent>
            {problem}
          </Banner>
        )}
        <div class="edit-actions">
          <Button
            look={asked ? 'danger-emphasis' : 'danger'}
            busy={busy}
            onBlur={() => setAsked(false)}
            onClick={remove}
          >
            {say(asked ? 'edit_delete_asked' : 'edit_delete')}
          </Button>
          <Button onClick={() => dialog.current?.close()}>{say('edit_cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {say('edit_save')}
          </Button>
        </div>
      </form>
    </dialog>
  );
};
