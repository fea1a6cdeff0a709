import { Octicon } from '../components/octicon.tsx';
import { say } from '../words.ts';
import { Section } from './field.tsx';
import { useOptions } from './options-context.ts';
import { SectionNav } from './section-nav.tsx';
import { sections } from './sections.ts';

const SaveStatus = () => {
  const saved = useOptions((state) => state.saved);
  return (
    <p class="save-status" role="status">
      {saved && (
        <>
          <Octicon name="check" />
          {say('options_saved')}
        </>
      )}
    </p>
  );
};

/** What a person can set. Every change is stored as it is made. */
export const OptionsPage = () => (
  <>
    <header class="page-header">
      <div class="page-width">
        <Octicon name="stopwatch" class="logo" />
        <h1>{say('options_title')}</h1>
        <SaveStatus />
      </div>
    </header>
    <div class="page-width page-columns">
      <SectionNav />
      <main>
        {sections.map(({ id, title, Part }) => (
          <Section key={id} id={id} title={say(title)}>
            <Part />
          </Section>
        ))}
      </main>
    </div>
  </>
);
