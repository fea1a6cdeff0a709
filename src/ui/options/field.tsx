import type { ComponentChildren } from 'preact';
import { Octicon } from '../components/octicon.tsx';
import type { SettingName } from '../policy.ts';
import { say } from '../words.ts';
import { useField } from './options-context.ts';

/** A part of the page under its heading. */
export const Section = ({
  id,
  title,
  children,
}: {
  id: string;
  title: string;
  children: ComponentChildren;
}) => (
  <section aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    <div class="box">{children}</div>
  </section>
);

/** That the organisation has settled it. */
export const Locked = ({ id }: { id?: string }) => (
  <p class="locked" id={id}>
    <Octicon name="lock" />
    {say('common_set_by_organisation')}
  </p>
);

/** That the organisation has settled it, and what is wrong with it. */
export const FieldNotes = ({ name }: { name: SettingName }) => {
  const { locked, problem } = useField(name);
  return (
    <>
      {locked && <Locked id={`${name}-locked`} />}
      {problem !== undefined && (
        <p class="field-problem" id={`${name}-problem`} role="alert">
          <Octicon name="alert" />
          {problem}
        </p>
      )}
    </>
  );
};

/** What describes a field's control: its hint and its notes. */
export const describedBy = (name: SettingName): string => `${name}-hint ${name}-locked ${name}-problem`;

interface FieldProps {
  name: SettingName;
  label: string;
  /** What it is for, in plain words. */
  hint: ComponentChildren;
  /** Its control, whose id is the field's name. */
  children: ComponentChildren;
}

/** A setting with one control: words on one side, the control on the other. */
export const Field = ({ name, label, hint, children }: FieldProps) => (
  <div class="field">
    <div class="field-words">
      <label for={name}>{label}</label>
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
      <FieldNotes name={name} />
    </div>
    {children}
  </div>
);
