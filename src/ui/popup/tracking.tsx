import { Button } from '../components/button.tsx';
import { MenuButton, MenuItem } from '../components/menu.tsx';
import { say } from '../words.ts';
import { useCommand, useIsPainted, usePopup } from './popup-context.ts';

const useTracking = (trackingEnabled: boolean) => ({
  ...useCommand({ type: 'CHANGE_SETTINGS', data: { trackingEnabled } }),
  locked: usePopup((state) => state.locked.includes('trackingEnabled')),
});

/** Turns tracking on again; nothing where the organisation has turned it off. */
export const TurnTrackingOn = () => {
  const { busy, run, locked } = useTracking(true);
  return locked ? (
    <span class="muted">{say('common_set_by_organisation')}</span>
  ) : (
    <Button size="small" busy={busy} onClick={run}>
      {say('menu_tracking_on')}
    </Button>
  );
};

const TrackingItem = ({ enabled }: { enabled: boolean }) => {
  const { busy, run, locked } = useTracking(!enabled);
  const consequence = say(enabled ? 'menu_tracking_off_hint' : 'menu_tracking_on_hint');
  return (
    <MenuItem
      icon={enabled ? 'circleSlash' : 'play'}
      description={locked ? say('common_set_by_organisation') : consequence}
      disabled={locked || busy}
      onClick={run}
    >
      {say(enabled ? 'menu_tracking_off' : 'menu_tracking_on')}
    </MenuItem>
  );
};

/** What concerns all reviews: tracking, on or off. */
export const TrackingMenu = ({ enabled }: { enabled: boolean }) => (
  <MenuButton id="tracking-menu" label={say('menu_more')}>
    {useIsPainted() && <TrackingItem enabled={enabled} />}
  </MenuButton>
);
