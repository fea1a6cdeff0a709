import { strips } from 'virtual:chart-strips';
import type { MachineName } from '../../machines/index.ts';
import { sayMachine, sayStateName } from './chart-words.ts';

interface ChartStripProps {
  machine: MachineName;
  /** The state that it is in, by its path. */
  position: string;
}

/** The states of a machine in one row, in the order of its definition, with the one that it is in. */
export const ChartStrip = ({ machine, position }: ChartStripProps) => (
  <ol class="strip" aria-label={sayMachine(machine)}>
    {strips[machine].map((path) => (
      <li key={path} aria-current={path === position ? 'step' : undefined}>
        {sayStateName(machine, path)}
      </li>
    ))}
  </ol>
);
