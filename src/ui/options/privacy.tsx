import { acceptable, readExclusion } from './entries.ts';
import { EntryList } from './entry-list.tsx';
import { Section } from './field.tsx';
import { useOptions, useSave } from './options-context.ts';
import { SwitchField } from './switch-field.tsx';

const Exclusions = () => {
  const entries = useOptions((state) => state.settings.excluded);
  const save = useSave();
  const saveList = (list: string[]): Promise<boolean> => save({ excluded: acceptable('excluded', list) });
  return (
    <EntryList
      name="excluded"
      label="Excluded repositories"
      hint="Nothing is tracked in these."
      writing={
        <>
          Write <code>owner/repo</code> for one repository, or <code>owner/*</code> for all of an owner.
        </>
      }
      entries={entries}
      empty="No repository is excluded."
      input={{ label: 'Repository to exclude', placeholder: 'owner/repo', button: 'Exclude' }}
      read={(text) => readExclusion(text, entries)}
      onAdd={(entry) => saveList([...entries, entry])}
      onRemove={async (entry) => void (await saveList(entries.filter((other) => other !== entry)))}
    />
  );
};

/** What is kept, and what is left alone. */
export const Privacy = () => (
  <Section id="privacy" title="Privacy">
    <SwitchField
      name="keepTitles"
      label="Keep titles of pull requests"
      hint="Titles are kept in this browser and sent with your reviews. While this is off, only owner, repository and number are."
    />
    <Exclusions />
  </Section>
);
