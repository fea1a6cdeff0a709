import { describedBy, Field } from './field.tsx';
import { useField, useOptions, useOptionsStore, useSave } from './options-context.ts';

interface SwitchFieldProps {
  name: 'trackingEnabled' | 'keepTitles' | 'notifyOutages';
  label: string;
  hint: string;
  /** Asked before it is switched on, within the person's own press. Resolves to why it may not be, or to `null`. */
  mayTurnOn?: () => Promise<string | null>;
}

/** A setting that is on or off. */
export const SwitchField = ({ name, label, hint, mayTurnOn }: SwitchFieldProps) => {
  const checked = useOptions((state) => state.settings[name]);
  const { locked } = useField(name);
  const save = useSave();
  const store = useOptionsStore();
  const onChange = async (box: HTMLInputElement): Promise<void> => {
    const problem = box.checked ? ((await mayTurnOn?.()) ?? null) : null;
    if (problem === null) {
      await save({ [name]: box.checked });
    } else {
      box.checked = false;
      store.trigger.problemShown({ name, problem });
    }
  };
  return (
    <Field name={name} label={label} hint={hint}>
      <input
        id={name}
        type="checkbox"
        role="switch"
        class="switch"
        checked={checked}
        aria-checked={checked}
        disabled={locked}
        aria-describedby={describedBy(name)}
        onChange={(event) => void onChange(event.currentTarget)}
      />
    </Field>
  );
};
