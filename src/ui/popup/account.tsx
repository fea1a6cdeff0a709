import type { View } from '../../domain/view.ts';
import { Button } from '../components/button.tsx';
import { Octicon } from '../components/octicon.tsx';
import { say, type Word } from '../words.ts';
import { useCommand } from './popup-context.ts';
import { SignIn } from './sign-in.tsx';
import { SyncLine } from './sync-line.tsx';
import { TrackingMenu } from './tracking.tsx';

const headings = {
  valid: 'popup_signed_in',
  refreshing: 'popup_signed_in',
  'signed-out': 'popup_sign_in_optional',
  expired: 'popup_sign_in_expired',
  'signing-in': 'popup_signing_in',
} as const satisfies Record<View['auth']['state'], Word>;

const SignedOut = ({ auth, trackingEnabled }: View) => (
  <footer class="account account-open" id="sign-in">
    <div class="account-head">
      <h2>{say(headings[auth.state])}</h2>
      <TrackingMenu enabled={trackingEnabled} />
    </div>
    <SignIn auth={auth} />
  </footer>
);

const SignedIn = ({ auth, sync, trackingEnabled }: View) => {
  const signOut = useCommand({ type: 'SIGN_OUT' });
  return (
    <footer class="account">
      <Octicon name="person" />
      <p class="who">
        <bdi>{auth.name ?? auth.user ?? say('popup_signed_in')}</bdi>
        <span class="muted sync-line">
          <SyncLine sync={sync} />
        </span>
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
