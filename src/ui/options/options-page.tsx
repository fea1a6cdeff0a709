import { Octicon } from '../components/octicon.tsx';
import { say } from '../words.ts';
import { About } from './about.tsx';
import { Hosts } from './hosts.tsx';
import { useOptions } from './options-context.ts';
import { Privacy } from './privacy.tsx';
import { Tracking } from './tracking.tsx';

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
    <main class="page-width">
      <Tracking />
      <Privacy />
      <Hosts />
      <About />
    </main>
  </>
);
