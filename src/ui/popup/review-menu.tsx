import type { OpenSessionView } from '../../domain/view.ts';
import { MenuButton, MenuItem } from '../components/menu.tsx';
import { hasPanel, openPanel } from '../open-panel.ts';
import { send } from '../send.ts';
import { isolated, say } from '../words.ts';
import { useAction, useCommand, useIsPainted, usePopup, useSecondPress } from './popup-context.ts';

/** Excludes the repository and ends the review, also one by hand, which no tab ends. */
const leaveOut = async (id: string, owner: string, repo: string): Promise<string | null> => {
  const reply = await send({ type: 'EXCLUDE_REPOSITORY', data: { owner, repo } });
  if (!reply.ok) return reply.error.message;
  await send({ type: 'END_SESSION', data: { id } });
  return null;
};

const ReviewItems = ({ session: { id, owner, repo, can } }: { session: OpenSessionView }) => {
  const end = useCommand({ type: 'END_SESSION', data: { id } });
  const exclude = useAction(`exclude ${owner}/${repo}`, () => leaveOut(id, owner, repo));
  const { asked, press, forget } = useSecondPress(`exclude ${owner}/${repo}`, exclude.run);
  const locked = usePopup((state) => state.locked.includes('excluded'));
  const consequence = asked ? say('menu_exclude_asked_hint') : say('menu_exclude_hint');
  return (
    <>
      {can.length > 1 && can.includes('end') && (
        <MenuItem icon="check" description={say('menu_end_hint')} disabled={end.busy} onClick={end.run}>
          {say('menu_end')}
        </MenuItem>
      )}
      {hasPanel() && (
        <MenuItem icon="pencil" description={say('menu_correct_hint')} onClick={() => void openPanel()}>
          {say('menu_correct')}
        </MenuItem>
      )}
      <MenuItem
        icon="circleSlash"
        description={locked ? say('common_set_by_organisation') : consequence}
        danger={asked}
        disabled={locked || exclude.busy}
        asks={!asked}
        onClick={press}
        onBlur={forget}
      >
        {asked ? say('menu_exclude_asked') : say('menu_exclude', isolated(`${owner}/${repo}`))}
      </MenuItem>
    </>
  );
};

/** What can be done beyond the buttons of the current review. */
export const ReviewMenu = ({ session }: { session: OpenSessionView }) => (
  <MenuButton id="review-menu" label={say('menu_review_more')}>
    {useIsPainted() && <ReviewItems session={session} />}
  </MenuButton>
);
