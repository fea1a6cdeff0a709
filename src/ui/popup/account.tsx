import type { View } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import { Octicon } from '../components/octicon.tsx';
import { localFormat } from '../locale-format.ts';
import { useCommand, usePopup, usePopupStore } from './popup-context.ts';
import { TrackingMenu } from './tracking.tsx';

const LocalSignIn = ({ signingIn }: { signingIn: boolean }) => {
  const store = usePopupStore();
  const login = usePopup((state) => state.login);
  const signIn = useCommand({ type: 'SIGN_IN_LOCALLY', data: { login: login.trim() } });
  const busy = signingIn || signIn.busy;
  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && login.trim() !== '') signIn.run();
      }}
    >
      <label for="dev-login">Name</label>
      <input
        id="dev-login"
        type="text"
        required
        maxLength={39}
        autocomplete="username"
        autocapitalize="off"
        spellcheck={false}
        value={login}
        onInput={(event) => store.trigger.loginTyped({ login: event.currentTarget.value })}
      />
      <Button id="dev-sign-in" type="submit" busy={busy}>
        {busy ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  );
};

const SignedOut = ({ auth, trackingEnabled }: View) => (
  <footer class="account account-open" id="sign-in">
    <div class="account-head">
      <h2>{auth.state === 'expired' ? 'Your sign-in has expired' : 'Tracking works without signing in'}</h2>
      <TrackingMenu enabled={trackingEnabled} />
    </div>
    <p>
      {auth.state === 'expired'
        ? 'Your reviews wait here, none is lost. Sign in again to send them.'
        : 'Your reviews stay in this browser until you sign in to send them.'}
    </p>
    {auth.local ? (
      <LocalSignIn signingIn={auth.state === 'signing-in'} />
    ) : (
      <p>Signing in with GitHub is not in this version yet.</p>
    )}
  </footer>
);

const SignedIn = ({ auth, sync, trackingEnabled }: View) => {
  const signOut = useCommand({ type: 'SIGN_OUT' });
  return (
    <footer class="account">
      <Octicon name="person" />
      <p class="who">
        <bdi>{auth.name ?? 'Signed in'}</bdi>
        {sync.lastSyncTime !== null && (
          <span class="muted"> · synced at {localFormat.time(sync.lastSyncTime)}</span>
        )}
      </p>
      <Button id="sign-out" look="invisible" size="small" busy={signOut.busy} onClick={signOut.run}>
        Sign out
      </Button>
      <TrackingMenu enabled={trackingEnabled} />
    </footer>
  );
};

/** Who is signed in, or how to sign in. */
export const Account = ({ view }: { view: View }) => {
  switch (view.auth.state) {
    case 'valid':
    case 'refreshing':
      return <SignedIn {...view} />;
    case 'signed-out':
    case 'expired':
    case 'signing-in':
      return <SignedOut {...view} />;
  }
};
