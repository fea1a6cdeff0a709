import { Button } from '../components/button.tsx';
import { Octicon } from '../components/octicon.tsx';

/** Nothing has been reviewed yet. */
export const EmptyState = () => (
  <section class="blankslate">
    <Octicon name="gitPullRequest" />
    <h2>No reviews yet</h2>
    <p>Open a pull request on GitHub. WorkTime counts the time that you look at it, and nothing else.</p>
  </section>
);

/** Reviews are known, but none is open. */
export const NothingOpen = () => (
  <section class="nothing-open" aria-label="Current review">
    <p>Open a pull request on GitHub to start a review.</p>
  </section>
);

/** The worker and this page do not speak the same version: the one is newer than the other. */
export const ReloadState = () => (
  <main class="blankslate">
    <Octicon name="sync" />
    <h1>WorkTime has been updated</h1>
    <p>Reload it to see your reviews. Your time is safe in this browser.</p>
    <Button look="primary" onClick={() => chrome.runtime.reload()}>
      Reload
    </Button>
  </main>
);
