import type { ComponentChildren } from 'preact';
import { say } from '../words.ts';
import { Octicon } from './octicon.tsx';

const HISTORY_PAGE = '../history/history.html';

/** The way to the page with all reviews and their statistics, in words. */
export const HistoryLink = ({ children }: { children: ComponentChildren }) => (
  <a class="link" href={HISTORY_PAGE} target="_blank" rel="noopener">
    {children}
  </a>
);

/** The way to the same page, as an icon. */
export const HistoryIconLink = () => (
  <a
    class="icon-button"
    id="history-link"
    href={HISTORY_PAGE}
    target="_blank"
    rel="noopener"
    aria-label={say('history_title')}
    title={say('history_title')}
  >
    <Octicon name="graph" />
  </a>
);

/** The way to the options, as an icon. */
export const OptionsIconLink = () => (
  <a
    class="icon-button"
    id="options-link"
    href="../options/options.html"
    target="_blank"
    aria-label={say('popup_options')}
    title={say('popup_options')}
    onClick={(event) => {
      event.preventDefault();
      void chrome.runtime.openOptionsPage();
    }}
    rel="noopener"
  >
    <Octicon name="gear" />
  </a>
);
