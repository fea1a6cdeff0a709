import { charts } from 'virtual:charts';
import type { TraceEntry } from '../../domain/trace.ts';
import type { View } from '../../domain/view.ts';
import { sayMachine } from '../charts/chart-words.ts';
import { sayItemDue, sayRenewalDue, sayReviewDue } from '../charts/due.ts';
import type { ChartGeometry } from '../charts/geometry.ts';
import { authPosition, sessionPosition } from '../charts/positions.ts';
import { Statechart } from '../charts/statechart.tsx';
import { Steps } from '../charts/steps.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { say, sayCount } from '../words.ts';
import { usePanel } from './panel-context.ts';
import type { QueuePage } from './stored-items.ts';

/** How many of a machine's last steps are listed beside its chart. */
const STEPS = 6;

const Countdown = ({ words }: { words: string | null }) =>
  words === null ? null : <p class="chart-due tabular">{words}</p>;

const ReviewDue = ({ view }: { view: View }) => (
  <Countdown words={usePanel(({ now }) => sayReviewDue(view.current?.dueAt ?? null, now))} />
);

const RenewalDue = ({ step }: { step: TraceEntry | undefined }) => (
  <Countdown words={usePanel(({ now }) => sayRenewalDue(step?.dueAt ?? null, now))} />
);

/** The item whose turn comes next, of those that wait for a moment. */
const NextItem = ({ queue }: { queue: QueuePage }) => {
  const [next] = queue.items
    .filter(({ nextAttemptAt }) => nextAttemptAt !== null)
    .toSorted((a, b) => Number(a.nextAttemptAt) - Number(b.nextAttemptAt));
  return <Countdown words={usePanel(({ now }) => (next ? sayItemDue(next, now) : null))} />;
};

const countedByState = ({ items }: QueuePage): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { state } of items) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

const latestOf = (trace: readonly TraceEntry[], machine: string): TraceEntry[] =>
  trace.filter((entry) => entry.machine === machine).toReversed();

const positionsOn = (
  { name }: ChartGeometry,
  view: View | null,
  queue: QueuePage | null,
): Record<string, number> => {
  if (name === 'syncItem') return queue === null ? {} : countedByState(queue);
  if (view === null) return {};
  return { [name === 'session' ? sessionPosition(view.current) : authPosition(view.auth)]: 1 };
};

interface AboutProps {
  chart: ChartGeometry;
  view: View | null;
  queue: QueuePage | null;
  step: TraceEntry | undefined;
}

/** What the chart's instances wait for. */
const About = ({ chart, view, queue, step }: AboutProps) => {
  if (chart.name === 'syncItem')
    return queue && queue.failed + queue.waiting > 0 ? (
      <>
        <p class="muted">{sayCount('chart_items', queue.failed + queue.waiting)}</p>
        <NextItem queue={queue} />
      </>
    ) : null;
  if (view === null) return null;
  return chart.name === 'session' ? <ReviewDue view={view} /> : <RenewalDue step={step} />;
};

const Section = ({ chart }: { chart: ChartGeometry }) => {
  const stored = usePanel((state) => state.stored);
  const queue = usePanel((state) => state.queue);
  const trace = usePanel((state) => state.trace);
  const view = stored.kind === 'readable' ? stored.view : null;
  const steps = latestOf(trace, chart.name);
  const heading = `chart-${chart.name}`;
  return (
    <section class="card" aria-labelledby={heading}>
      <h2 id={heading}>{sayMachine(chart.name)}</h2>
      {chart.name === 'session' && view?.current && (
        <div class="card-about">
          <PullRequestLink pr={view.current} class="row-title" />
          <PullRequestPlace pr={view.current} />
        </div>
      )}
      <Statechart chart={chart} positions={positionsOn(chart, view, queue)} step={steps[0]}>
        <About chart={chart} view={view} queue={queue} step={steps[0]} />
      </Statechart>
      <h3>{say('chart_steps')}</h3>
      <Steps steps={steps.slice(0, STEPS)} />
    </section>
  );
};

/** The machines that run the extension, each with where it stands, what it waits for and how it came there. */
export const ChartsTab = () => (
  <>
    {charts.map((chart) => (
      <Section key={chart.name} chart={chart} />
    ))}
  </>
);
