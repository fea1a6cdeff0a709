import { Button } from '../components/button.tsx';
import { Octicon } from '../components/octicon.tsx';
import { say } from '../words.ts';

/** Nothing has been reviewed yet. */
export const EmptyState = () => (
  <section class="blankslate">
    <Octicon name="gitPullRequest" />
    <h2>{say('popup_empty')}</h2>
    <p>{say('popup_empty_hint')}</p>
  </section>
);

/** Reviews are known, but none is open. */
export const NothingOpen = () => (
  <section class="nothing-open" aria-label={say('popup_current_review')}>
    <p>{say('popup_nothing_open')}</p>
  </section>
);

/** The worker and this page do not speak the same version: the one is newer than the other. */
export const ReloadState = () => (
  <main class="blankslate">
    <Octicon name="sync" />
    <h1>{say('popup_update')}</h1>
    <p>{say('popup_update_hint')}</p>
    <Button look="primary" onClick={() => chrome.runtime.reload()}>
      {say('popup_update_reload')}
    </Button>
  </main>
);
