import { charts } from 'virtual:charts';
import { useState } from 'preact/hooks';
import { sayKind, sayStateName } from '../charts/chart-words.ts';
import { sayItemDue } from '../charts/due.ts';
import { canTake } from '../charts/positions.ts';
import { Statechart } from '../charts/statechart.tsx';
import { Button } from '../components/button.tsx';
import { PullRequestLink, PullRequestPlace } from '../components/pull-request.tsx';
import { saveFile } from '../save-file.ts';
import { sayFailure } from '../sentences.ts';
import { isolated, say, sayCount } from '../words.ts';
import { usePanel, usePanelCommand, usePanelStore } from './panel-context.ts';
import type { QueueItem } from './stored-items.ts';

const chart = charts.find(({ name }) => name === 'syncItem');

const can = ({ state }: QueueItem, event: string): boolean =>
  chart !== undefined && canTake(chart, state, event);

/** What an item is called where its name stands in a sentence. */
const nameOf = ({ about, kind }: QueueItem): string =>
  about === null ? sayKind(kind) : isolated(`${about.owner}/${about.repo} #${about.number}`);

/** Gives items to the person as a file: what is stored of them, as it is. */
export const exportItems = (items: readonly QueueItem[], name: string): void =>
  saveFile(
    `${name}.json`,
    `${JSON.stringify(
      items.map(({ record }) => record),
      null,
      2,
    )}\n`,
  );

const Discard = ({ item }: { item: QueueItem }) => {
  const store = usePanelStore();
  const key = `discard ${item.id}`;
  const asked = usePanel(({ asking }) => asking === key);
  const { busy, run } = usePanelCommand({ type: 'DISCARD_SESSION', data: { id: item.sessionId } });
  return (
    <Button
      look={asked ? 'danger-emphasis' : 'danger'}
      size="small"
      busy={busy}
      {...(asked ? {} : { label: say('queue_discard_of', nameOf(item)) })}
      onBlur={() => store.trigger.secondPressForgotten()}
      onClick={() => {
        if (!asked) store.trigger.secondPressAsked({ key });
        else {
          store.trigger.secondPressForgotten();
          run();
        }
      }}
    >
      {say(asked ? 'popup_discard_asked' : 'popup_discard')}
    </Button>
  );
};

const Retry = ({ item }: { item: QueueItem }) => {
  const { busy, run } = usePanelCommand({ type: 'RETRY_SESSION', data: { id: item.sessionId } });
  return (
    <Button size="small" busy={busy} label={say('queue_retry_of', nameOf(item))} onClick={run}>
      {say('popup_retry')}
    </Button>
  );
};

const Due = ({ item }: { item: QueueItem }) => {
  const words = usePanel(({ now }) => sayItemDue(item, now));
  return words === null ? null : <span class="tabular">{words}</span>;
};

const isFailed = ({ state }: QueueItem): boolean => state.startsWith('failed');

const lookOf = (item: QueueItem): string => (isFailed(item) ? 'failed' : item.state);

/** The item's own place on the chart of its machine, drawn once somebody asks for it. */
const OwnChart = ({ item }: { item: QueueItem }) => {
  const [isOpen, setOpen] = useState(false);
  const step = usePanel(({ trace }) =>
    trace.findLast(({ machine, id }) => machine === 'syncItem' && id === item.id),
  );
  return (
    <details class="queue-chart" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say('queue_show_chart')}</summary>
      {isOpen && chart && <Statechart chart={chart} positions={{ [item.state]: 1 }} step={step} />}
    </details>
  );
};

/** One item: what it tells, where it stands on its chart, what was tried, and what can be done about it. */
export const QueueRow = ({ item }: { item: QueueItem }) => (
  <li class="queue-item" data-item={item.id}>
    <div class="queue-head">
      <div class="queue-about">
        {item.about === null ? (
          <span class="row-title">{sayKind(item.kind)}</span>
        ) : (
          <>
            <PullRequestLink pr={item.about} class="row-title" />
            <PullRequestPlace pr={item.about} />
          </>
        )}
      </div>
      <span class="pill" data-look={lookOf(item)}>
        {sayStateName('syncItem', item.state)}
      </span>
    </div>
    <p class="queue-facts">
      {item.about !== null && <span>{sayKind(item.kind)}</span>}
      {item.attempts > 0 && <span>{sayCount('queue_attempts', item.attempts)}</span>}
      <Due item={item} />
    </p>
    {item.lastError !== null && (
      <p class={isFailed(item) ? 'problem' : 'queue-reason'}>
        <bdi>{sayFailure(item.lastError)}</bdi>
      </p>
    )}
    <div class="actions">
      {can(item, 'item.retry') && <Retry item={item} />}
      {isFailed(item) && (
        <Button
          size="small"
          label={say('queue_export_of', nameOf(item))}
          onClick={() => exportItems([item], `worktime-${item.id}`)}
        >
          {say('queue_export')}
        </Button>
      )}
      {isFailed(item) && can(item, 'item.discard') && <Discard item={item} />}
    </div>
    <OwnChart item={item} />
  </li>
);
