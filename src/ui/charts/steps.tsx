import type { TraceEntry } from '../../domain/trace.ts';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
import { sayCause, sayEvent, sayStateName } from './chart-words.ts';

/** Where a step led, in words. */
const Led = ({ machine, from, to }: TraceEntry) =>
  from === to ? (
    <>{say('chart_stays', sayStateName(machine, to))}</>
  ) : (
    <>
      {from === null ? say('chart_new') : sayStateName(machine, from)} <span aria-hidden="true">→</span>
      <span class="visually-hidden">{say('chart_to')}</span> {sayStateName(machine, to)}
    </>
  );

/** The last steps of a machine, newest first, each with its cause. */
export const Steps = ({ steps }: { steps: readonly TraceEntry[] }) =>
  steps.length === 0 ? (
    <p class="muted">{say('chart_no_steps')}</p>
  ) : (
    <ol class="steps">
      {steps.map((step) => {
        const cause = sayCause(step);
        return (
          <li key={`${step.at} ${step.id} ${step.event} ${step.to}`}>
            <time class="tabular muted">{localFormat.second(step.at)}</time>
            <span>
              {sayEvent(step.event)}
              {cause !== null && <span class="muted"> · {cause}</span>}
              <br />
              <strong>
                <Led {...step} />
              </strong>
            </span>
          </li>
        );
      })}
    </ol>
  );
