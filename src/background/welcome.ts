const PAGE = 'src/ui/welcome/welcome.html';

/**
 * Opens the welcome page after an installation: in front, but behind where the extension was loaded unpacked, which
 * browsers do again at every start that a command or a test makes. Nobody is welcomed to what a policy has installed.
 */
export const welcome = async ({ reason }: Pick<chrome.runtime.InstalledDetails, 'reason'>): Promise<void> => {
  if (reason !== 'install') return;
  const { installType } = await chrome.management.getSelf();
  if (installType === 'admin') return;
  await chrome.tabs.create({ url: PAGE, active: installType !== 'development' });
};
