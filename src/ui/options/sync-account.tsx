import { useState } from 'preact/hooks';
import type { View } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { SyncPill } from '../components/sync-pill.tsx';
import { unknownSync } from '../popup-integration.ts';
import { saySync } from '../sentences.ts';
import { say } from '../words.ts';
import { ActionRow } from './action-row.tsx';
import { useOptions } from './options-context.ts';
import { SignIns } from './sign-ins.tsx';
import { command, useTask } from './use-task.ts';

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

const SignedOut = ({ ways }: Pick<View['auth'], 'ways'>) => {
  const task = useTask(() => command({ type: 'SIGN_IN' }, null));
  const hint = ways.includes('github') ? 'options_account_none_github_hint' : 'options_account_none_hint';
  return (
    <ActionRow title={say('options_account_none')} hint={say(hint)} outcome={task.outcome}>
      {ways.includes('github') && (
        <Button icon="markGithub" busy={task.busy} onClick={task.run}>
          {say('popup_sign_in_github')}
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
        <SignedOut ways={view?.auth.ways ?? []} />
      )}
    </>
  );
};
