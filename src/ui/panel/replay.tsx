import { charts } from 'virtual:charts';
import { useEffect } from 'preact/hooks';
import type { TraceEntry } from '../../domain/trace.ts';
import { sayMachine } from '../charts/chart-words.ts';
import { Statechart } from '../charts/statechart.tsx';
import { Steps } from '../charts/steps.tsx';
import { Button } from '../components/button.tsx';
import { say } from '../words.ts';
import { usePanelStore } from './panel-context.ts';
import type { Replay } from './panel-store.ts';

/** How long each step is shown while a trace plays. */
const STEP_MS = 900;

/** Where every instance of a machine stands after these steps. */
const positionsAfter = (steps: readonly TraceEntry[], machine: string): Record<string, number> => {
  const states = new Map<string, string>();
  for (const step of steps) if (step.machine === machine) states.set(step.id, step.to);
  const counts: Record<string, number> = {};
  for (const state of states.values()) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

const Controls = ({ replay }: { replay: Replay }) => {
  const store = usePanelStore();
  const { steps, at, isPlaying } = replay;
  const move = (to: number): void => store.trigger.replayMoved({ at: to });
  return (
    <div class="replay-controls">
      <div class="actions">
        <Button size="small" onClick={() => move(at - 1)}>
          {say('diagnostics_back')}
        </Button>
        <Button
          size="small"
          look="primary"
          icon={isPlaying ? 'pause' : 'play'}
          onClick={() => store.trigger.replayPlayed()}
        >
          {say(isPlaying ? 'diagnostics_pause' : 'diagnostics_play')}
        </Button>
        <Button size="small" onClick={() => move(at + 1)}>
          {say('diagnostics_forward')}
        </Button>
        <Button size="small" look="invisible" onClick={() => store.trigger.replayClosed()}>
          {say('diagnostics_close')}
        </Button>
      </div>
      <input
        type="range"
        min={0}
        max={steps.length - 1}
        value={at}
        aria-label={say('diagnostics_position')}
        aria-valuetext={say('diagnostics_step_of', at + 1, steps.length)}
        onInput={(event) => move(Number(event.currentTarget.value))}
      />
      <p class="muted tabular" role="status">
        {say('diagnostics_step_of', at + 1, steps.length)}
      </p>
    </div>
  );
};

/** Steps through a trace on the charts. It reads the trace and nothing else. */
export const ReplayView = ({ replay }: { replay: Replay }) => {
  const store = usePanelStore();
  const { steps, at, isPlaying } = replay;
  useEffect(() => {
    if (!isPlaying) return;
    const playing = setInterval(() => store.trigger.replayTicked(), STEP_MS);
    return () => clearInterval(playing);
  }, [isPlaying, store]);
  const step = steps[at];
  const chart = charts.find(({ name }) => name === step?.machine);
  return (
    <section class="card replay" aria-labelledby="replay-machine">
      <Controls replay={replay} />
      {step && chart && (
        <>
          <h2 id="replay-machine">
            {sayMachine(chart.name)} <code>{step.id.slice(0, 60)}</code>
          </h2>
          <Steps steps={[step]} />
          <Statechart
            chart={chart}
            positions={positionsAfter(steps.slice(0, at + 1), chart.name)}
            step={step}
          />
        </>
      )}
    </section>
  );
};
