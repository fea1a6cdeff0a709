import type { ComponentChildren } from 'preact';
import { Octicon } from '../components/octicon.tsx';
import type { Outcome } from './use-task.ts';

/** What came of the last press, read out as it comes. */
const OutcomeNote = ({ outcome }: { outcome: Outcome }) => (
  <div role="status">
    {outcome !== null && (
      <p class={outcome.tone === 'done' ? 'field-done' : 'field-problem'}>
        <Octicon name={outcome.tone === 'done' ? 'check' : 'alert'} />
        {outcome.text}
      </p>
    )}
  </div>
);

interface ActionRowProps {
  title: ComponentChildren;
  hint: ComponentChildren;
  outcome?: Outcome;
  /** Its buttons. */
  children?: ComponentChildren;
}

/** Something that can be done: words on one side, buttons on the other, what came of it below. */
export const ActionRow = ({ title, hint, outcome, children }: ActionRowProps) => (
  <div class="field field-action">
    <div class="field-words">
      <h3>{title}</h3>
      <p class="hint">{hint}</p>
      {outcome !== undefined && <OutcomeNote outcome={outcome} />}
    </div>
    {children !== undefined && <div class="field-actions">{children}</div>}
  </div>
);
