import { useState } from 'preact/hooks';
import { plus, toEpochMs, toIso } from '../../domain/time.ts';
import type { Command } from '../../messages/commands.ts';
import { Button } from '../components/button.tsx';
import { fromLocalInput, toLocalInput } from '../local-time-input.ts';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
import { usePanelCommand, usePanelStore } from './panel-context.ts';
import type { DayEntry } from './stored-days.ts';

const SECOND_MS = 1_000;

/** Makes two sessions of one, at a moment within it. */
export const SplitForm = ({ session, name }: { session: DayEntry; name: string }) => {
  const store = usePanelStore();
  const close = (): void => store.trigger.formClosed();
  const middle = toEpochMs((session.startedAt + session.endedAt) / 2);
  const [text, setText] = useState(toLocalInput(middle));
  const at = fromLocalInput(text);
  const isWithin =
    at !== null && at >= plus(session.startedAt, SECOND_MS) && at <= plus(session.endedAt, -SECOND_MS);
  const command: Command = { type: 'SPLIT_SESSION', data: { id: session.id, at: toIso(at ?? middle) } };
  const { busy, run } = usePanelCommand(command, (reply) => {
    if (reply.ok) close();
  });
  return (
    <form
      class="session-form"
      aria-label={say('ledger_split_of', name)}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWithin && !busy) run();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <label class="form-field">
        {say('ledger_split_at')}
        <input
          type="datetime-local"
          step={1}
          required
          value={text}
          aria-invalid={!isWithin}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <p class="form-problem" role="status">
        {!isWithin &&
          say(
            'ledger_form_split',
            localFormat.second(session.startedAt),
            localFormat.second(session.endedAt),
          )}
      </p>
      <div class="actions">
        <Button type="submit" look="primary" size="small" busy={busy}>
          {say('ledger_split')}
        </Button>
        <Button size="small" onClick={close}>
          {say('edit_cancel')}
        </Button>
      </div>
    </form>
  );
};
