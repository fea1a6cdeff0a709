import type { View } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import { Octicon } from '../components/octicon.tsx';
import { localFormat } from '../locale-format.ts';
import { say } from '../words.ts';
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
      <label for="dev-login">{say('popup_sign_in_name')}</label>
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
        {say(busy ? 'popup_signing_in' : 'popup_sign_in')}
      </Button>
    </form>
  );
};

const SignedOut = ({ auth, trackingEnabled }: View) => (
  <footer class="account account-open" id="sign-in">
    <div class="account-head">
      <h2>{say(auth.state === 'expired' ? 'popup_sign_in_expired' : 'popup_sign_in_optional')}</h2>
      <TrackingMenu enabled={trackingEnabled} />
    </div>
    <p>{say(auth.state === 'expired' ? 'popup_sign_in_expired_hint' : 'popup_sign_in_optional_hint')}</p>
    {auth.local ? (
      <LocalSignIn signingIn={auth.state === 'signing-in'} />
    ) : (
      <p>{say('popup_sign_in_github_later')}</p>
    )}
  </footer>
);

const SignedIn = ({ auth, sync, trackingEnabled }: View) => {
  const signOut = useCommand({ type: 'SIGN_OUT' });
  return (
    <footer class="account">
      <Octicon name="person" />
      <p class="who">
        <bdi>{auth.name ?? say('popup_signed_in')}</bdi>
        {sync.lastSyncTime !== null && (
          <span class="muted"> · {say('popup_synced_at', localFormat.time(sync.lastSyncTime))}</span>
        )}
      </p>
      <Button id="sign-out" look="invisible" size="small" busy={signOut.busy} onClick={signOut.run}>
        {say('popup_sign_out')}
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
