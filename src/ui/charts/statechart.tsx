import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { TraceEntry } from '../../domain/trace.ts';
import { say } from '../words.ts';
import { sayEvent, sayMachine, sayStateMeaning, sayStateName } from './chart-words.ts';
import type { ChartGeometry, ChartStateBox, ChartWay } from './geometry.ts';
import { isWithin, waysFrom, wayTaken } from './positions.ts';

interface StatechartProps {
  chart: ChartGeometry;
  /** The states that instances are in, by their paths, with how many there are. */
  positions: Readonly<Record<string, number>>;
  /** The step that was taken last. */
  step?: TraceEntry | undefined;
}

interface DrawnProps extends StatechartProps {
  taken: ChartWay | null;
}

const classes = (names: Record<string, boolean>): string =>
  Object.entries(names)
    .filter(([, holds]) => holds)
    .map(([name]) => name)
    .join(' ');

interface StateProps {
  machine: string;
  box: ChartStateBox;
  /** How many instances are in it. */
  count: number;
}

const State = ({ machine, box, count }: StateProps) => {
  const { x, y, width, height, isFrame, isFinal, path } = box;
  const here = count > 0;
  const names = { 'is-frame': isFrame, 'is-current': here && !isFrame, 'is-around': here && isFrame };
  return (
    <g class={classes(names)} data-state={path}>
      <rect class="chart-box" x={x} y={y} width={width} height={height} rx={6} />
      {isFinal && <rect class="chart-rim" x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx={4} />}
      {!isFrame && (
        <text class="chart-name" x={x + width / 2} y={y + 23} text-anchor="middle">
          {sayStateName(machine, path)}
        </text>
      )}
      {count > 1 && !isFrame && (
        <>
          <rect class="chart-count-box" x={x + width - 12} y={y - 9} width={24} height={18} rx={9} />
          <text class="chart-count-text" x={x + width} y={y + 4} text-anchor="middle">
            {count > 99 ? '99+' : count}
          </text>
        </>
      )}
    </g>
  );
};

interface DrawnWay {
  way: ChartWay;
  number: number;
  isTaken: boolean;
  isOpen: boolean;
}

const Way = ({ way, number, isTaken, isOpen, tip }: DrawnWay & { tip: string }) => (
  <g class={classes({ 'is-taken': isTaken, 'is-open': isOpen })} data-from={way.from} data-to={way.to}>
    <path class="chart-line" d={way.line} marker-end={`url(#${tip})`} />
    <circle class="chart-badge" cx={way.at.x} cy={way.at.y} r={9} />
    <text class="chart-badge-text" x={way.at.x} y={way.at.y + 4} text-anchor="middle">
      {number}
    </text>
  </g>
);

/** Ways that matter now are drawn over the others. */
const inOrder = (a: DrawnWay, b: DrawnWay): number =>
  Number(a.isOpen) + 2 * Number(a.isTaken) - Number(b.isOpen) - 2 * Number(b.isTaken);

const Picture = ({ chart, positions, taken }: DrawnProps) => {
  const tip = useId();
  const { width, height, states, starts, ways } = chart;
  const occupied = Object.keys(positions).filter((path) => (positions[path] ?? 0) > 0);
  const countIn = (outer: string): number =>
    occupied.filter((path) => isWithin(path, outer)).reduce((sum, path) => sum + (positions[path] ?? 0), 0);
  const drawn = ways.map((way, index) => ({
    way,
    number: index + 1,
    isTaken: way === taken,
    isOpen: occupied.length === 1 && occupied.some((path) => isWithin(path, way.from)),
  }));
  return (
    <svg
      class="chart-picture"
      viewBox={`-2 -10 ${width + 16} ${height + 12}`}
      style={`max-width: ${width + 16}px`}
      aria-hidden="true"
    >
      <defs>
        <marker
          id={tip}
          viewBox="0 0 8 8"
          refX={8}
          refY={4}
          markerWidth={8}
          markerHeight={8}
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0L8 4L0 8z" fill="context-stroke" />
        </marker>
      </defs>
      {states
        .filter(({ isFrame }) => isFrame)
        .map((box) => (
          <State key={box.path} machine={chart.name} box={box} count={countIn(box.path)} />
        ))}
      {starts.map(({ x, y, line }) => (
        <g key={line}>
          <circle class="chart-dot" cx={x} cy={y} r={4} />
          <path class="chart-line" d={line} marker-end={`url(#${tip})`} />
        </g>
      ))}
      {drawn.toSorted(inOrder).map((one) => (
        <Way key={one.number} {...one} tip={tip} />
      ))}
      {states
        .filter(({ isFrame }) => isFrame)
        .map(({ path, x, y }) => (
          <text key={path} class="chart-frame-name" x={x + 12} y={y + 23}>
            {sayStateName(chart.name, path)}
          </text>
        ))}
      {states
        .filter(({ isFrame }) => !isFrame)
        .map((box) => (
          <State key={box.path} machine={chart.name} box={box} count={countIn(box.path)} />
        ))}
    </svg>
  );
};

const sayEvents = ({ events }: ChartWay): string => events.map(sayEvent).join(' · ');

const Numeral = ({ children }: { children: number }) => <span class="chart-number">{children}</span>;

/** The chart as lists: what the picture says, for those who read or hear it. */
const InWords = ({ chart, positions, taken }: DrawnProps) => (
  <details class="chart-words">
    <summary>{say('chart_in_words')}</summary>
    <h3>{say('chart_states')}</h3>
    <ul>
      {chart.states.map((box) => (
        <li key={box.path}>
          <strong>{sayStateName(chart.name, box.path)}</strong>
          {box.isFinal && ` (${say('chart_final')})`}
          {(positions[box.path] ?? 0) > 0 && <span class="chart-mark">{say('chart_is_current')}</span>}
          <br />
          {sayStateMeaning(chart.name, box)}
        </li>
      ))}
    </ul>
    <h3>{say('chart_ways')}</h3>
    <ol>
      {chart.ways.map((way, index) => (
        <li key={`${way.from} ${way.to}`} class="chart-entry">
          <Numeral>{index + 1}</Numeral>
          <span>
            {sayEvents(way)}
            {': '}
            {say('chart_way', sayStateName(chart.name, way.from), sayStateName(chart.name, way.to))}
            {way === taken && <span class="chart-mark">{say('chart_was_taken')}</span>}
          </span>
        </li>
      ))}
    </ol>
  </details>
);

const FromHere = ({ chart, path, taken }: { chart: ChartGeometry; path: string; taken: ChartWay | null }) => {
  const ways = waysFrom(chart, path);
  if (ways.length === 0) return null;
  return (
    <>
      <h3>{say('chart_from_here')}</h3>
      <ol class="chart-ways">
        {ways.map((way) => (
          <li key={`${way.from} ${way.to}`} class="chart-entry">
            <Numeral>{chart.ways.indexOf(way) + 1}</Numeral>
            <span>
              {sayEvents(way)} <span aria-hidden="true">→</span>{' '}
              <span class="visually-hidden">{say('chart_to')}</span>
              <strong>{sayStateName(chart.name, way.to)}</strong>
              {way === taken && <span class="chart-mark">{say('chart_was_taken')}</span>}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
};

/**
 * A machine as it is defined, with where its instances stand and the way that was taken last. The picture is for the
 * eye; all that it says is below it in words.
 */
export const Statechart = (props: StatechartProps & { children?: ComponentChildren }) => {
  const { chart, positions, step, children } = props;
  const id = useId();
  const taken = wayTaken(chart, step);
  const [only, ...others] = chart.states.filter(({ path }) => (positions[path] ?? 0) > 0);
  return (
    <figure class="chart" data-machine={chart.name} aria-labelledby={id}>
      <figcaption id={id} class="visually-hidden">
        {say('chart_of', sayMachine(chart.name))}
      </figcaption>
      <Picture {...props} taken={taken} />
      <div class="chart-text">
        {only && others.length === 0 && (
          <p>
            <strong>{say('chart_now', sayStateName(chart.name, only.path))}</strong>{' '}
            {sayStateMeaning(chart.name, only)}
          </p>
        )}
        {children}
        {only && others.length === 0 && <FromHere chart={chart} path={only.path} taken={taken} />}
        <InWords {...props} taken={taken} />
      </div>
    </figure>
  );
};
