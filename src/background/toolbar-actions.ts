import { answerOwn, recognize, togglePause } from './service-worker-integration.ts';

/** What the context menus of pull requests and of the toolbar's button offer. */
const ITEMS = {
  exclude: { title: 'menu_exclude_this', contexts: ['page'], patterns: ['https://*/*/*/pull/*'] },
  panel: { title: 'menu_open_panel', contexts: ['action'], patterns: undefined },
} as const;

/** Opens the side panel. It must be asked for in the same turn as the person's gesture. */
const openPanel = (tab: chrome.tabs.Tab | undefined): void => {
  if (tab?.windowId !== undefined) void chrome.sidePanel?.open({ windowId: tab.windowId });
};

const exclude = async (url: string): Promise<void> => {
  const pullRequest = await recognize(url);
  if (pullRequest === null) return;
  const { owner, repo } = pullRequest;
  await answerOwn({ type: 'EXCLUDE_REPOSITORY', data: { owner, repo } });
};

/** Makes the context menus anew; the browser keeps them from one worker to the next. */
export const makeContextMenus = async (): Promise<void> => {
  await chrome.contextMenus.removeAll();
  for (const [id, { title, contexts, patterns }] of Object.entries(ITEMS))
    chrome.contextMenus.create({
      id,
      title: chrome.i18n.getMessage(title),
      contexts: [...contexts],
      ...(patterns ? { documentUrlPatterns: [...patterns] } : {}),
    });
};

/** Listens to the keyboard commands and the context menus. Called once, in the first turn of a worker. */
export const listenToToolbar = (): void => {
  chrome.commands.onCommand.addListener((command, tab) => {
    if (command === 'pause-resume') void togglePause();
    if (command === 'open-panel') openPanel(tab);
  });
  chrome.contextMenus.onClicked.addListener(({ menuItemId, pageUrl }, tab) => {
    if (menuItemId === 'exclude' && pageUrl !== undefined) void exclude(pageUrl);
    if (menuItemId === 'panel') openPanel(tab);
  });
};
