import type { TraceEntry } from '../../domain/trace.ts';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
import { sayCause, sayEvent, sayStateName } from './chart-words.ts';

/** Where a step led, in words. */
const Led = ({ machine, from, to }: TraceEntry) => {
  if (from === to) return say('chart_stays', sayStateName(machine, to));
  return (
    <>
      {from === null ? say('chart_new') : sayStateName(machine, from)} <span aria-hidden="true">→</span>
      <span class="visually-hidden">{say('chart_to')}</span> {sayStateName(machine, to)}
    </>
  );
};

interface StepsProps {
  steps: readonly TraceEntry[];
  /** What each step's machine is called, where steps of several are listed. */
  machineOf?: (machine: string) => string;
}

/** The last steps of machines, newest first, each with its cause. */
export const Steps = ({ steps, machineOf }: StepsProps) =>
  steps.length === 0 ? (
    <p class="muted">{say('chart_no_steps')}</p>
  ) : (
    <ol class="steps">
      {steps.map((step) => {
        const cause = sayCause(step);
        return (
          <li class="step" key={`${step.at} ${step.id} ${step.event} ${step.to}`}>
            <time class="step-time tabular muted">{localFormat.second(step.at)}</time>
            <span>
              {machineOf && <span class="muted">{machineOf(step.machine)}: </span>}
              {sayEvent(step.event)}
              {cause !== null && <span class="muted"> · {cause}</span>}
              <br />
              <strong class="step-led">
                <Led {...step} />
              </strong>
            </span>
          </li>
        );
      })}
    </ol>
  );
