import { Button } from '../components/button.tsx';
import { MenuButton, MenuItem } from '../components/menu.tsx';
import { setByOrganisation } from '../policy.ts';
import { useCommand, usePopup } from './popup-context.ts';

const useTracking = (trackingEnabled: boolean) => ({
  ...useCommand({ type: 'CHANGE_SETTINGS', data: { trackingEnabled } }),
  locked: usePopup((state) => state.locked.includes('trackingEnabled')),
});

/** Turns tracking on again; nothing where the organisation has turned it off. */
export const TurnTrackingOn = () => {
  const { busy, run, locked } = useTracking(true);
  return locked ? (
    <span class="muted">{setByOrganisation}</span>
  ) : (
    <Button size="small" busy={busy} onClick={run}>
      Turn tracking on
    </Button>
  );
};

/** What concerns all reviews: tracking, on or off. */
export const TrackingMenu = ({ enabled }: { enabled: boolean }) => {
  const { busy, run, locked } = useTracking(!enabled);
  const consequence = enabled
    ? 'Nothing is counted until you turn it on again.'
    : 'Reviews are counted from now on.';
  return (
    <MenuButton id="tracking-menu" label="More">
      <MenuItem
        icon={enabled ? 'circleSlash' : 'play'}
        description={locked ? setByOrganisation : consequence}
        disabled={locked || busy}
        onClick={run}
      >
        {enabled ? 'Turn tracking off' : 'Turn tracking on'}
      </MenuItem>
    </MenuButton>
  );
};
