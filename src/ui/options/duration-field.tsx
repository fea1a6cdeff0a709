import { useState } from 'preact/hooks';
import { say } from '../words.ts';
import { type DurationField as Duration, durationText, readDuration } from './durations.ts';
import { describedBy, Field } from './field.tsx';
import { useField, useOptions, useOptionsStore, useSave } from './options-context.ts';

interface DurationFieldProps {
  field: Duration;
  label: string;
  hint: string;
}

/** A setting that is a duration. It is stored when the person leaves the field or presses Enter. */
export const DurationField = ({ field, label, hint }: DurationFieldProps) => {
  const { name, unit, least, most, step } = field;
  const store = useOptionsStore();
  const stored = useOptions((state) => state.settings[name]);
  const { locked, problem } = useField(name);
  const save = useSave();
  const [draft, setDraft] = useState<string | null>(null);

  const onChange = async (text: string): Promise<void> => {
    const typed = readDuration(field, text);
    if ('problem' in typed) {
      store.trigger.problemShown({ name, problem: typed.problem });
    } else if (typed.value === stored || (await save({ [name]: typed.value }))) {
      setDraft(null);
    }
  };
  const onInput = (text: string): void => {
    setDraft(text);
    if (problem !== undefined && 'value' in readDuration(field, text))
      store.trigger.problemForgotten({ name });
  };

  return (
    <Field name={name} label={label} hint={hint}>
      <div class="amount">
        <input
          id={name}
          type="number"
          min={least}
          max={most}
          step={step}
          value={draft ?? durationText(field, stored)}
          disabled={locked}
          aria-invalid={problem !== undefined}
          aria-describedby={`${name}-unit ${describedBy(name)}`}
          onInput={(event) => onInput(event.currentTarget.value)}
          onChange={(event) => void onChange(event.currentTarget.value)}
        />
        <span id={`${name}-unit`}>
          {say(unit === 'seconds' ? 'options_unit_seconds' : 'options_unit_minutes')}
        </span>
      </div>
    </Field>
  );
};
