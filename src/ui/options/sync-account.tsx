import { useState } from 'preact/hooks';
import type { View } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { SyncPill } from '../components/sync-pill.tsx';
import { unknownSync } from '../popup-integration.ts';
import { saySignInFailure, saySync } from '../sentences.ts';
import { say, type Word } from '../words.ts';
import { ActionRow } from './action-row.tsx';
import { useOptions } from './options-context.ts';
import { SignIns } from './sign-ins.tsx';
import { command, type Outcome, useTask } from './use-task.ts';

const Delivery = ({ sync, signedIn }: { sync: View['sync']; signedIn: boolean }) => {
  const task = useTask(() => command({ type: 'SYNC_NOW' }, null));
  const title = (
    <>
      {say('options_sync')}{' '}
      <span class="pill" data-state={sync.state}>
        <SyncPill status={sync} />
      </span>
    </>
  );
  return (
    <ActionRow title={title} hint={saySync(sync)} outcome={task.outcome}>
      {signedIn && (
        <Button icon="sync" busy={task.busy || sync.state === 'syncing'} onClick={task.run}>
          {say('popup_sync_now')}
        </Button>
      )}
    </ActionRow>
  );
};

const EraseAccount = () => {
  const [asking, setAsking] = useState(false);
  const task = useTask(() => command({ type: 'ERASE_ACCOUNT' }, say('options_account_erased')));
  return (
    <ActionRow
      title={say('options_account_erase')}
      hint={say('options_account_erase_hint')}
      outcome={task.outcome}
    >
      <Button id="erase-account" look="danger" icon="trash" busy={task.busy} onClick={() => setAsking(true)}>
        {say('options_account_erase')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={say('options_account_erase_asked')}
          words={[say('options_account_erase_asked_hint')]}
          action={say('options_account_erase')}
          onConfirm={task.run}
          onClose={() => setAsking(false)}
        />
      )}
    </ActionRow>
  );
};

const SignedIn = ({ auth }: Pick<View, 'auth'>) => {
  const signOut = useTask(() => command({ type: 'SIGN_OUT' }, null));
  return (
    <>
      <ActionRow
        title={<bdi>{auth.name ?? auth.user ?? say('popup_signed_in')}</bdi>}
        hint={say('options_account_signed_in_hint')}
        outcome={signOut.outcome}
      >
        <Button icon="signOut" busy={signOut.busy} onClick={signOut.run}>
          {say('popup_sign_out')}
        </Button>
      </ActionRow>
      <SignIns />
      <EraseAccount />
    </>
  );
};

/** Before anything is known: nobody, and no way that is sure to be there. */
const unknownAuth: View['auth'] = {
  state: 'signed-out',
  user: null,
  name: null,
  problem: null,
  ways: [],
  local: false,
};

const nobody = {
  title: 'options_account_none',
  hint: 'options_account_none_github_hint',
} as const;

const signedOutWords = {
  valid: nobody,
  refreshing: nobody,
  'signed-out': nobody,
  expired: { title: 'popup_sign_in_expired', hint: 'popup_sign_in_expired_hint' },
  'signing-in': { title: 'popup_signing_in', hint: 'popup_signing_in_hint' },
} as const satisfies Record<View['auth']['state'], { title: Word; hint: Word }>;

const SignedOut = ({ auth: { state, ways, problem } }: Pick<View, 'auth'>) => {
  const task = useTask(() => command({ type: 'SIGN_IN' }, null));
  const isThroughGitHub = ways.includes('github');
  const { title, hint } = signedOutWords[state];
  const hintHere = state === 'signed-out' && !isThroughGitHub ? 'options_account_none_hint' : hint;
  const failed: Outcome = problem === null ? null : { tone: 'problem', text: saySignInFailure(problem) };
  return (
    <ActionRow title={say(title)} hint={say(hintHere)} outcome={task.outcome ?? failed}>
      {isThroughGitHub && (
        <Button icon="markGithub" busy={task.busy} onClick={task.run}>
          {say(state === 'signing-in' ? 'popup_sign_in_github_again' : 'popup_sign_in_github')}
        </Button>
      )}
    </ActionRow>
  );
};

/** Where delivery stands, who is signed in, and what the server holds about them. */
export const SyncAndAccount = () => {
  const view = useOptions(({ stored }) => (stored.kind === 'readable' ? stored.view : null));
  const isSignedIn = view?.auth.state === 'valid' || view?.auth.state === 'refreshing';
  return (
    <>
      <Delivery sync={view?.sync ?? unknownSync} signedIn={isSignedIn} />
      {view !== null && isSignedIn ? (
        <SignedIn auth={view.auth} />
      ) : (
        <SignedOut auth={view?.auth ?? unknownAuth} />
      )}
    </>
  );
};
