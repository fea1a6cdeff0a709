import { describedBy, Field } from './field.tsx';
import { useField, useOptions, useSave } from './options-context.ts';

interface SwitchFieldProps {
  name: 'trackingEnabled' | 'keepTitles';
  label: string;
  hint: string;
}

/** A setting that is on or off. */
export const SwitchField = ({ name, label, hint }: SwitchFieldProps) => {
  const checked = useOptions((state) => state.settings[name]);
  const { locked } = useField(name);
  const save = useSave();
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
        onChange={(event) => void save({ [name]: event.currentTarget.checked })}
      />
    </Field>
  );
};
