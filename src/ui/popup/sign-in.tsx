import type { AuthView } from '../../domain/view.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { saySignInFailure } from '../sentences.ts';
import { say } from '../words.ts';
import { useCommand, usePopup, usePopupStore } from './popup-context.ts';

const NameSignIn = ({ signingIn }: { signingIn: boolean }) => {
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

const GitHubSignIn = ({ signingIn }: { signingIn: boolean }) => {
  const signIn = useCommand({ type: 'SIGN_IN' });
  return (
    <Button
      id="github-sign-in"
      look={signingIn ? 'default' : 'primary'}
      icon="markGithub"
      busy={signIn.busy}
      onClick={signIn.run}
    >
      {say(signingIn ? 'popup_sign_in_github_again' : 'popup_sign_in_github')}
    </Button>
  );
};

const hints = {
  valid: 'popup_sign_in_optional_hint',
  refreshing: 'popup_sign_in_optional_hint',
  'signed-out': 'popup_sign_in_optional_hint',
  expired: 'popup_sign_in_expired_hint',
  'signing-in': 'popup_signing_in_hint',
} as const;

/** How a person who is not signed in can sign in, and why it did not work the last time. */
export const SignIn = ({ auth }: { auth: AuthView }) => {
  const { ways } = auth;
  const signingIn = auth.state === 'signing-in';
  return (
    <>
      {auth.problem !== null && (
        <Banner tone="danger" icon="alert" urgent>
          {saySignInFailure(auth.problem)}
        </Banner>
      )}
      <p>{say(hints[auth.state])}</p>
      {ways.includes('github') && <GitHubSignIn signingIn={signingIn} />}
      {ways.length > 1 && <p>{say('popup_sign_in_by_name')}</p>}
      {ways.includes('name') && <NameSignIn signingIn={signingIn} />}
    </>
  );
};
