import type { DayTotal } from '../../domain/local-days.ts';
import type { View } from '../../domain/view.ts';
import { Octicon } from '../components/octicon.tsx';
import { HistoryLink } from '../components/page-links.tsx';
import type { Source } from '../loaded-records.ts';
import { localFormat } from '../locale-format.ts';
import { inMinutes, toldWeekOf, weekOf } from '../week.ts';
import { say } from '../words.ts';
import { usePopup } from './popup-context.ts';
import { minutesOf, WeekBars } from './week-bars.tsx';

const Goal = ({ seconds, goal }: { seconds: number; goal: number }) => (
  <>
    <progress class="goal" max={goal} value={Math.min(seconds, goal)} aria-labelledby="goal" />
    <p class="hint" id="goal">
      {seconds >= goal
        ? say('popup_goal_reached', localFormat.duration(goal))
        : say('popup_goal_left', localFormat.duration(goal - seconds), localFormat.duration(goal))}
    </p>
  </>
);

/** Where the week is from: the backend, or what this browser holds. */
const SourceNote = ({ source }: { source: Source }) => (
  <p class="hint today-source">
    <Octicon name={source === 'backend' ? 'server' : 'deviceDesktop'} />
    {say(source === 'backend' ? 'common_source_backend' : 'common_source_local')}
  </p>
);

/** What today and the six days before it come to. Drawn again when a minute turns, not with every tick. */
export const Today = ({ view }: { view: View }) => {
  const text = usePopup(({ now, told }) => {
    const backend = toldWeekOf(view, told, now);
    return JSON.stringify({
      source: backend === null ? 'local' : 'backend',
      week: inMinutes(backend ?? weekOf(view, now)),
    });
  });
  const { source, week }: { source: Source; week: DayTotal[] } = JSON.parse(text);
  const seconds = week.at(-1)?.seconds ?? 0;
  const goal = view.dailyGoalMinutes === null ? null : view.dailyGoalMinutes * 60;
  return (
    <section class="today" aria-labelledby="today" data-source={source}>
      <div class="today-sum">
        <h2 id="today">{say('popup_today')}</h2>
        <p class="today-amount tabular">{minutesOf(seconds)}</p>
        {goal !== null && <Goal seconds={seconds} goal={goal} />}
        <SourceNote source={source} />
        {goal === null && <HistoryLink>{say('popup_statistics')}</HistoryLink>}
      </div>
      <WeekBars week={week} goalSeconds={goal} />
    </section>
  );
};
