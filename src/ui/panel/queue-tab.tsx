import { Button } from '../components/button.tsx';
import { Octicon } from '../components/octicon.tsx';
import { say, sayCount, type Word } from '../words.ts';
import { usePanel, usePanelStore } from './panel-context.ts';
import { exportItems, QueueRow } from './queue-item.tsx';
import type { QueueItem } from './stored-items.ts';

interface PartProps {
  id: string;
  title: Word;
  count: number;
  items: readonly QueueItem[];
}

const Part = ({ id, title, count, items }: PartProps) => (
  <section aria-labelledby={id}>
    <div class="section-head">
      <h2 id={id}>
        {say(title)} <span class="counter">{count}</span>
      </h2>
      {id === 'queue-failed' && (
        <Button size="small" onClick={() => exportItems(items, 'worktime-failed')}>
          {say('queue_export_all')}
        </Button>
      )}
    </div>
    <ul class="box">
      {items.map((item) => (
        <QueueRow key={item.id} item={item} />
      ))}
    </ul>
  </section>
);

const More = ({ left }: { left: number }) => {
  const store = usePanelStore();
  return left <= 0 ? null : (
    <div class="more">
      <Button onClick={() => store.trigger.moreShown()}>{sayCount('queue_more', left)}</Button>
    </div>
  );
};

/** Everything that is still owed to the backend: what needs a person first. */
export const QueueTab = () => {
  const queue = usePanel((state) => state.queue);
  if (queue === null) return <p class="muted">{say('panel_loading')}</p>;
  const { items, failed, waiting, unreadable } = queue;
  const isFailed = ({ state }: QueueItem): boolean => state.startsWith('failed');
  return (
    <>
      {failed + waiting === 0 && (
        <section class="blankslate">
          <Octicon name="checkCircle" />
          <h2>{say('queue_empty')}</h2>
          <p>{say('queue_empty_hint')}</p>
        </section>
      )}
      {unreadable > 0 && <p class="note">{sayCount('queue_unreadable', unreadable)}</p>}
      {failed > 0 && (
        <Part id="queue-failed" title="queue_failed" count={failed} items={items.filter(isFailed)} />
      )}
      {waiting > 0 && (
        <Part
          id="queue-waiting"
          title="queue_waiting"
          count={waiting}
          items={items.filter((item) => !isFailed(item))}
        />
      )}
      <More left={failed + waiting - items.length - unreadable} />
    </>
  );
};
