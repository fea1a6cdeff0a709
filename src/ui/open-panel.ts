/** Whether this browser has a side panel, and the extension may use it. */
export const hasPanel = (): boolean => 'sidePanel' in chrome;

/** Opens the side panel of the window that this page is in. Must follow from a press of the person. */
export const openPanel = async (): Promise<void> => {
  const { id } = await chrome.windows.getCurrent();
  if (id !== undefined) await chrome.sidePanel.open({ windowId: id });
};
