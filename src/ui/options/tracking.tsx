import { say } from '../words.ts';
import { DurationField } from './duration-field.tsx';
import { durations } from './durations.ts';
import { Section } from './field.tsx';
import { SwitchField } from './switch-field.tsx';

/** When time counts. */
export const Tracking = () => (
  <Section id="tracking" title={say('options_tracking')}>
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
  </Section>
);
