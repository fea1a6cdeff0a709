import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Octicon } from '../components/octicon.tsx';
import { say } from '../words.ts';
import type { ReadEntry } from './entries.ts';
import { describedBy, FieldNotes } from './field.tsx';
import { useField, useOptionsStore } from './options-context.ts';

interface EntryListProps {
  name: 'excluded' | 'hosts';
  label: string;
  hint: string;
  /** How an entry is written, for those who may add one. */
  writing?: ComponentChildren;
  entries: readonly string[];
  /** The field that takes a new entry. */
  input: { label: string; placeholder: string; button: string };
  /** What is shown where the list has no entry. */
  empty?: string;
  /** Rows that cannot be removed, before the others. */
  fixed?: ComponentChildren;
  read: (text: string) => ReadEntry;
  /** Resolves to whether it was added. Called within the person's own press. */
  onAdd: (entry: string) => Promise<boolean>;
  onRemove: (entry: string) => Promise<void>;
  /** What follows an entry's name. */
  beside?: (entry: string) => ComponentChildren;
}

/** A setting that is a list: its entries, each with a way out, and a field for one more. */
export const EntryList = (props: EntryListProps) => {
  const { name, entries, input, onAdd, onRemove, beside } = props;
  const store = useOptionsStore();
  const { locked, problem } = useField(name);
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);

  const add = async (): Promise<void> => {
    if (text.trim() === '') return;
    const typed = props.read(text);
    if ('problem' in typed) store.trigger.problemShown({ name, problem: typed.problem });
    else if (await onAdd(typed.entry)) setText('');
  };
  const remove = (entry: string): void => {
    void onRemove(entry);
    field.current?.focus();
  };

  return (
    <div class="field field-list">
      <div class="field-words">
        <h3 id={`${name}-label`}>{props.label}</h3>
        <p class="hint" id={`${name}-hint`}>
          {props.hint} {!locked && props.writing}
        </p>
      </div>
      {entries.length === 0 && props.fixed === undefined ? (
        <p class="entries-empty">{props.empty}</p>
      ) : (
        <ul class="entries" aria-labelledby={`${name}-label`}>
          {props.fixed}
          {entries.map((entry) => (
            <li key={entry} class="entry">
              <bdi>{entry}</bdi>
              {beside?.(entry)}
              {!locked && (
                <button
                  type="button"
                  class="icon-button"
                  aria-label={say('common_remove_entry', entry)}
                  title={say('common_remove')}
                  onClick={() => remove(entry)}
                >
                  <Octicon name="x" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {!locked && (
        <form
          class="add-entry"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <label class="visually-hidden" for={name}>
            {input.label}
          </label>
          <input
            ref={field}
            id={name}
            type="text"
            autocapitalize="off"
            autocomplete="off"
            spellcheck={false}
            placeholder={input.placeholder}
            value={text}
            aria-invalid={problem !== undefined}
            aria-describedby={describedBy(name)}
            onInput={(event) => {
              setText(event.currentTarget.value);
              if (problem !== undefined) store.trigger.problemForgotten({ name });
            }}
          />
          <Button type="submit">{input.button}</Button>
        </form>
      )}
      <FieldNotes name={name} />
    </div>
  );
};
