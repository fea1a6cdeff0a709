import type { DayTotal } from '../../domain/local-days.ts';
import type { View } from '../../domain/view.ts';
import { WeekBars } from '../components/week-bars.tsx';
import { localFormat } from '../locale-format.ts';
import { weekInMinutes } from '../week.ts';
import { say } from '../words.ts';
import { HistoryLink } from './history-link.tsx';
import { usePopup } from './popup-context.ts';

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

/** What today and the six days before it come to. Drawn again when a minute turns, not with every tick. */
export const Today = ({ view }: { view: View }) => {
  const text = usePopup((state) => JSON.stringify(weekInMinutes(view, state.now)));
  const week: DayTotal[] = JSON.parse(text);
  const seconds = week.at(-1)?.seconds ?? 0;
  const goal = view.dailyGoalMinutes === null ? null : view.dailyGoalMinutes * 60;
  return (
    <section class="today" aria-labelledby="today">
      <div class="today-sum">
        <h2 id="today">{say('popup_today')}</h2>
        <p class="today-amount tabular">{localFormat.duration(seconds)}</p>
        {goal === null ? (
          <HistoryLink>{say('popup_statistics')}</HistoryLink>
        ) : (
          <Goal seconds={seconds} goal={goal} />
        )}
      </div>
      <WeekBars week={week} goalSeconds={goal} />
    </section>
  );
};
