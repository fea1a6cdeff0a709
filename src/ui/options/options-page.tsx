import { Octicon } from '../components/octicon.tsx';
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
          Saved
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
        <h1>WorkTime options</h1>
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
