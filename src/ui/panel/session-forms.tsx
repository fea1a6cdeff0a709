import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { type EpochMs, plus, toEpochMs, toIso } from '../../domain/time.ts';
import type { Command } from '../../messages/commands.ts';
import { Button } from '../components/button.tsx';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
import { fromLocalMoment, toLocalMoment } from './local-moment.ts';
import { usePanelCommand, usePanelStore } from './panel-context.ts';
import type { DayEntry } from './stored-days.ts';

interface FormProps {
  children: ComponentChildren;
  label: string;
  /** What it sends; `null` while it cannot be sent. */
  command: Command | null;
  /** Why it cannot be sent. */
  problem: string | null;
}

const nothing: Command = { type: 'NETWORK_CHANGED' };

const Form = ({ children, label, command, problem }: FormProps) => {
  const store = usePanelStore();
  const { busy, run } = usePanelCommand(command ?? nothing, (reply) => {
    if (reply.ok) store.trigger.formClosed();
  });
  return (
    <form
      class="session-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (command !== null && !busy) run();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') store.trigger.formClosed();
      }}
    >
      {children}
      <p class="form-problem" role="status">
        {problem}
      </p>
      <div class="actions">
        <Button type="submit" look="primary" size="small" busy={busy}>
          {say('ledger_save')}
        </Button>
        <Button size="small" onClick={() => store.trigger.formClosed()}>
          {say('ledger_cancel')}
        </Button>
      </div>
    </form>
  );
};

interface MomentProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  focused?: boolean;
}

const Moment = ({ label, value, onChange, focused = false }: MomentProps) => {
  const id = useId();
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        step={1}
        required
        value={value}
        ref={(field) => {
          if (focused && field?.dataset.seen === undefined) field?.focus();
          if (field) field.dataset.seen = '';
        }}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
};

/** The instant that a field stands for: the known one while its seconds are not changed. */
const unchangedOr = (known: EpochMs, text: string): EpochMs | null =>
  text === toLocalMoment(known) ? known : fromLocalMoment(text);

/** Changes when a session was and how much of it counted. */
export const CorrectForm = ({ session, name }: { session: DayEntry; name: string }) => {
  const minutesField = useId();
  const [start, setStart] = useState(toLocalMoment(session.startedAt));
  const [end, setEnd] = useState(toLocalMoment(session.endedAt));
  const known = String(Math.round(session.durationSeconds / 6) / 10);
  const [minutes, setMinutes] = useState(known);
  const from = unchangedOr(session.startedAt, start);
  const to = unchangedOr(session.endedAt, end);
  const seconds = minutes === known ? session.durationSeconds : Math.round(Number(minutes) * 60);
  const most = from === null || to === null ? 0 : Math.floor((to - from) / 1000);
  const isInOrder = from !== null && to !== null && from < to;
  const isSound = isInOrder && seconds >= 0 && seconds <= most;
  const problem = !isInOrder
    ? say('ledger_form_order')
    : isSound
      ? null
      : say('ledger_form_most', Math.floor(most / 60));
  const command: Command | null = isSound
    ? {
        type: 'CORRECT_SESSION',
        data: {
          id: session.id,
          ...(from === session.startedAt ? {} : { start_time: toIso(from) }),
          ...(to === session.endedAt ? {} : { end_time: toIso(to) }),
          ...(seconds === session.durationSeconds ? {} : { duration_seconds: seconds }),
        },
      }
    : null;
  return (
    <Form label={say('ledger_correct_of', name)} command={command} problem={problem}>
      <Moment label={say('ledger_start')} value={start} onChange={setStart} focused />
      <Moment label={say('ledger_end')} value={end} onChange={setEnd} />
      <div class="form-field">
        <label for={minutesField}>{say('ledger_minutes')}</label>
        <input
          id={minutesField}
          type="number"
          min={0}
          step="any"
          required
          value={minutes}
          onInput={(event) => setMinutes(event.currentTarget.value)}
        />
      </div>
    </Form>
  );
};

const SECOND_MS = 1_000;

/** Makes two sessions of one, at a moment within it. */
export const SplitForm = ({ session, name }: { session: DayEntry; name: string }) => {
  const middle = toEpochMs((session.startedAt + session.endedAt) / 2);
  const [text, setText] = useState(toLocalMoment(middle));
  const at = fromLocalMoment(text);
  const isWithin =
    at !== null && at >= plus(session.startedAt, SECOND_MS) && at <= plus(session.endedAt, -SECOND_MS);
  return (
    <Form
      label={say('ledger_split_of', name)}
      command={isWithin ? { type: 'SPLIT_SESSION', data: { id: session.id, at: toIso(at) } } : null}
      problem={
        isWithin
          ? null
          : say(
              'ledger_form_split',
              localFormat.second(session.startedAt),
              localFormat.second(session.endedAt),
            )
      }
    >
      <Moment label={say('ledger_split_at')} value={text} onChange={setText} focused />
    </Form>
  );
};
