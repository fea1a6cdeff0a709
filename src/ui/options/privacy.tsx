import { say } from '../words.ts';
import { ActionRow } from './action-row.tsx';
import { acceptable, readExclusion } from './entries.ts';
import { EntryList } from './entry-list.tsx';
import { useOptions, useSave } from './options-context.ts';
import { SwitchField } from './switch-field.tsx';

const Exclusions = () => {
  const entries = useOptions((state) => state.settings.excluded);
  const save = useSave();
  const saveList = (list: string[]): Promise<boolean> => save({ excluded: acceptable('excluded', list) });
  return (
    <EntryList
      name="excluded"
      label={say('options_excluded')}
      hint={say('options_excluded_hint')}
      writing={say('options_excluded_writing')}
      entries={entries}
      empty={say('options_excluded_empty')}
      input={{
        label: say('options_excluded_label'),
        placeholder: 'owner/repo',
        button: say('options_excluded_add'),
      }}
      read={(text) => readExclusion(text, entries)}
      onAdd={(entry) => saveList([...entries, entry])}
      onRemove={async (entry) => void (await saveList(entries.filter((other) => other !== entry)))}
    />
  );
};

/** What is kept, and what is left alone. */
export const Privacy = () => (
  <>
    <SwitchField
      name="keepTitles"
      label={say('options_keep_titles')}
      hint={say('options_keep_titles_hint')}
    />
    <Exclusions />
    <ActionRow title={say('options_privacy_never')} hint={say('options_privacy_never_hint')} />
  </>
);
