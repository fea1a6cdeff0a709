import { useEffect, useState } from 'preact/hooks';

/** Whether the extension's button is in the browser's toolbar, and not behind the puzzle piece. */
export const usePinned = (): boolean => {
  const [pinned, setPinned] = useState(false);
  useEffect(() => {
    const note = ({ isOnToolbar = false }: { isOnToolbar?: boolean }): void => setPinned(isOnToolbar);
    chrome.action.onUserSettingsChanged.addListener(note);
    void chrome.action.getUserSettings().then(note, () => {});
    return () => chrome.action.onUserSettingsChanged.removeListener(note);
  }, []);
  return pinned;
};
