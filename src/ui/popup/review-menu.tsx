import type { OpenSessionView } from '../../domain/view.ts';
import { MenuButton, MenuItem } from '../components/menu.tsx';
import { setByOrganisation } from '../policy.ts';
import { send } from '../send.ts';
import { useAction, usePopup, useSecondPress } from './popup-context.ts';

/** Excludes the repository and ends the review, also one by hand, which no tab ends. */
const leaveOut = async (id: string, owner: string, repo: string): Promise<string | null> => {
  const reply = await send({ type: 'EXCLUDE_REPOSITORY', data: { owner, repo } });
  if (!reply.ok) return reply.error.message;
  await send({ type: 'END_SESSION', data: { id } });
  return null;
};

/** What can be done beyond the buttons of the current review. */
export const ReviewMenu = ({ session: { id, owner, repo } }: { session: OpenSessionView }) => {
  const exclude = useAction(`exclude ${owner}/${repo}`, () => leaveOut(id, owner, repo));
  const { asked, press, forget } = useSecondPress(`exclude ${owner}/${repo}`, exclude.run);
  const locked = usePopup((state) => state.locked.includes('excluded'));
  const consequence = asked
    ? 'Its reviews are not counted until you take it off the list in the options.'
    : 'Ends this review. The time counted so far is kept.';
  return (
    <MenuButton id="review-menu" label="More about this review">
      <MenuItem
        icon="circleSlash"
        description={locked ? setByOrganisation : consequence}
        danger={asked}
        disabled={locked || exclude.busy}
        asks={!asked}
        onClick={press}
        onBlur={forget}
      >
        {asked ? (
          'Press again to stop tracking it'
        ) : (
          <>
            Don’t track{' '}
            <bdi>
              {owner}/{repo}
            </bdi>
          </>
        )}
      </MenuItem>
    </MenuButton>
  );
};
