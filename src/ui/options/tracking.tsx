import { DurationField } from './duration-field.tsx';
import { durations } from './durations.ts';
import { Section } from './field.tsx';
import { SwitchField } from './switch-field.tsx';

/** When time counts. */
export const Tracking = () => (
  <Section id="tracking" title="Tracking">
    <SwitchField
      name="trackingEnabled"
      label="Track reviews"
      hint="Count the time that you look at pull requests. While this is off, nothing is counted."
    />
    <DurationField
      field={durations.idleAfter}
      label="Idle after"
      hint="Without mouse or keyboard for this long, time stops counting until you are back."
    />
    <DurationField
      field={durations.endAfter}
      label="End a review after"
      hint="When nothing has counted for this long, the review ends. Coming back starts a new one."
    />
  </Section>
);
