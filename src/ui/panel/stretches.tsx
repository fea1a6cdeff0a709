import type { BeginCause, EndCause, InputKind } from '../../domain/cause.ts';
import type { CountedInterval } from '../../domain/interval.ts';
import type { EpochMs } from '../../domain/time.ts';
import { localFormat } from '../locale-format.ts';
import { say, type Word } from '../words.ts';

const beginWords: Record<BeginCause, Word> = {
  opened: 'ledger_began_opened',
  'looked-at': 'ledger_began_looked_at',
  input: 'ledger_began_input',
  unlocked: 'ledger_began_unlocked',
  woken: 'ledger_began_woken',
  resumed: 'ledger_began_resumed',
  'tracking-on': 'ledger_began_tracking_on',
  'by-hand': 'ledger_began_by_hand',
  'given-back': 'ledger_began_given_back',
};

const endWords: Record<EndCause, Word> = {
  elsewhere: 'ledger_ended_elsewhere',
  hidden: 'ledger_ended_hidden',
  unfocused: 'ledger_ended_unfocused',
  idle: 'ledger_ended_idle',
  locked: 'ledger_ended_locked',
  asleep: 'ledger_ended_asleep',
  'by-hand': 'ledger_ended_by_hand',
  'tracking-off': 'ledger_ended_tracking_off',
  closed: 'ledger_ended_closed',
  'ended-by-hand': 'ledger_ended_ended_by_hand',
  crashed: 'ledger_ended_crashed',
  'given-back': 'ledger_ended_given_back',
};

const inputWords: Record<InputKind, Word> = {
  pointer: 'ledger_input_pointer',
  scroll: 'ledger_input_scroll',
  key: 'ledger_input_key',
  selection: 'ledger_input_selection',
  look: 'ledger_input_look',
  command: 'ledger_input_command',
};

const secondsBetween = (start: EpochMs, end: EpochMs): number => Math.max(0, (end - start) / 1000);

/** Why a stretch began and ended, in one line. */
const sayWhy = ({ began, ended }: CountedInterval): string =>
  [
    ...(began === null ? [] : [say(beginWords[began])]),
    ...(ended === null ? [] : [say('ledger_until', say(endWords[ended]))]),
  ].join(', ');

const Gap = ({ seconds }: { seconds: number }) =>
  seconds < 1 ? null : (
    <li class="gap tabular">
      <span>{say('ledger_gap', localFormat.duration(seconds))}</span>
    </li>
  );

const Stretch = ({ stretch }: { stretch: CountedInterval }) => {
  const { start, end, inputAt, input } = stretch;
  const why = sayWhy(stretch);
  return (
    <li class="stretch">
      <span class="stretch-time tabular">{localFormat.range(start, end)}</span>
      <span class="tabular">{localFormat.duration(secondsBetween(start, end))}</span>
      {why !== '' && <span class="stretch-why">{why}</span>}
      {inputAt !== null && input !== null && (
        <span class="stretch-why muted">{say(inputWords[input], localFormat.second(inputAt))}</span>
      )}
    </li>
  );
};

/** Stretches of counted time, newest first, with what did not count between them. */
export const Stretches = ({ stretches }: { stretches: readonly CountedInterval[] }) =>
  stretches.length === 0 ? (
    <p class="muted">{say('ledger_no_stretches')}</p>
  ) : (
    <ol class="stretches" reversed>
      {stretches.toReversed().map((stretch, index, all) => {
        const before = all[index + 1];
        return [
          <Stretch key={stretch.start} stretch={stretch} />,
          before && <Gap key={`gap ${stretch.start}`} seconds={secondsBetween(before.end, stretch.start)} />,
        ];
      })}
    </ol>
  );
