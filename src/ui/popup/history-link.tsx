import type { ComponentChildren } from 'preact';

/** The way to the page with all reviews and their statistics. */
export const HistoryLink = ({ children }: { children: ComponentChildren }) => (
  <a class="link" href="../history/history.html" target="_blank" rel="noopener">
    {children}
  </a>
);
