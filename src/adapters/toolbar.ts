import type { Badge } from '../domain/badge.ts';
import type { Toolbar } from '../ports/toolbar.ts';

/** Primer's emphasis colors: success, neutral, danger, attention. */
const COLORS: Record<Badge['tone'], string> = {
  counting: '#1f883d',
  paused: '#59636e',
  attention: '#cf222e',
  offline: '#9a6700',
  idle: '#59636e',
};

const iconOf = (tone: Badge['tone']) =>
  Object.fromEntries([16, 32].map((size) => [size, `/icons/${tone}-${size}.png`]));

const sayTitle = ({ review, word }: Badge['title']): string =>
  [...(review === null ? [] : [review]), chrome.i18n.getMessage(word)].join(': ');

/** The button over `chrome.action`. What it shows already is not set again. */
export const createToolbar = (): Toolbar => {
  let shown = '';
  return {
    show: ({ text, tone, title }) => {
      const next = JSON.stringify([text, tone, title]);
      if (next === shown) return;
      shown = next;
      void chrome.action.setBadgeText({ text });
      void chrome.action.setBadgeBackgroundColor({ color: COLORS[tone] });
      void chrome.action.setBadgeTextColor({ color: '#ffffff' });
      void chrome.action.setIcon({ path: iconOf(tone) });
      void chrome.action.setTitle({ title: sayTitle(title) });
    },
  };
};
