import type { GapView } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import { PullRequestLink } from '../components/pull-request.tsx';
import { localFormat } from '../locale-format.ts';
import { say, type Word } from '../words.ts';
import { usePanel, usePanelCommand } from './panel-context.ts';

const awayWords: Record<GapView['because'], Word> = {
  idle: 'ledger_away_idle',
  locked: 'ledger_away_locked',
  asleep: 'ledger_away_asleep',
};

/** How many gaps one command may decide about. */
const MOST = 100;

const secondsOf = ({ start, end }: GapView): number => (end - start) / 1000;

const idsOf = (gaps: readonly GapView[]) => ({
  gaps: gaps.map(({ sessionId: id, start }) => ({ id, start })),
});

const Decision = ({ gaps, about }: { gaps: readonly GapView[]; about: string }) => {
  const count = usePanelCommand({ type: 'COUNT_GAP', data: idsOf(gaps) });
  const leave = usePanelCommand({ type: 'LEAVE_GAP', data: idsOf(gaps) });
  const isAll = gaps.length > 1;
  return (
    <div class="actions">
      <Button size="small" busy={count.busy} label={say('ledger_count_of', about)} onClick={count.run}>
        {say(isAll ? 'ledger_count_all' : 'ledger_count')}
      </Button>
      <Button size="small" busy={leave.busy} label={say('ledger_leave_of', about)} onClick={leave.run}>
        {say(isAll ? 'ledger_leave_all' : 'ledger_leave')}
      </Button>
    </div>
  );
};

const Gap = ({ gap }: { gap: GapView }) => (
  <li class="away">
    <p>
      <strong>{say(awayWords[gap.because], localFormat.duration(secondsOf(gap)))}</strong>
    </p>
    <p class="muted away-place">
      <PullRequestLink pr={gap} class="row-title" />
      <span class="tabular">{localFormat.range(gap.start, gap.end)}</span>
    </p>
    <Decision gaps={[gap]} about={localFormat.range(gap.start, gap.end)} />
  </li>
);

/** Times in which nobody was there: whether they count is for the person to say, one by one or all at once. */
export const Gaps = () => {
  const stored = usePanel((state) => state.stored);
  const gaps = stored.kind === 'readable' ? stored.view.gaps : [];
  if (gaps.length === 0) return null;
  return (
    <section aria-labelledby="gaps">
      <div class="section-head">
        <h2 id="gaps">
          {say('ledger_gaps')} <span class="counter">{gaps.length}</span>
        </h2>
        {gaps.length > 1 && <Decision gaps={gaps.slice(0, MOST)} about={say('ledger_gaps')} />}
      </div>
      <ul class="box">
        {gaps.map((gap) => (
          <Gap key={`${gap.sessionId} ${gap.start}`} gap={gap} />
        ))}
      </ul>
    </section>
  );
};
