import { say } from '../words.ts';
import { DurationField } from './duration-field.tsx';
import { durations } from './durations.ts';
import { SwitchField } from './switch-field.tsx';

/** When time counts. */
export const Tracking = () => (
  <>
    <SwitchField name="trackingEnabled" label={say('options_track')} hint={say('options_track_hint')} />
    <DurationField
      field={durations.idleAfter}
      label={say('options_idle_after')}
      hint={say('options_idle_after_hint')}
    />
    <DurationField
      field={durations.endAfter}
      label={say('options_end_after')}
      hint={say('options_end_after_hint')}
    />
    <DurationField field={durations.dailyGoal} label={say('options_goal')} hint={say('options_goal_hint')} />
    <DurationField
      field={durations.checkpoint}
      label={say('options_checkpoint')}
      hint={say('options_checkpoint_hint')}
    />
  </>
);
